package dev.fnstore.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error. In code, since reading the same from XML is slow at a start; who
 * wants it otherwise names a file with {@code -Dlogback.configurationFile}, which then counts
 * alone.
 *
 * <p>Found by Logback through {@code META-INF/services}.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %msg%n%ex{full}";

  /** Has a part of the program log nothing. */
  static void silence(String logger) {
    ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.OFF);
  }

  /** While it is open, a server in this process logs nothing but warnings. */
  static Hush hush() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.fnstore");
    Level before = logger.getLevel();
    logger.setLevel(Level.WARN);
    return () -> logger.setLevel(before);
  }

  /** Ends what {@link #hush} has begun. */
  interface Hush extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("STDERR");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("io.vertx").setLevel(Level.WARN);
    // what a node of a fleet does wrong is told by TARGET STATUS, not with a stack trace each time
    context.getLogger("io.vertx.redis.client.impl").setLevel(Level.OFF);
    context.getLogger("io.vertx.core.impl.ContextImpl").setLevel(Level.OFF);
    context.getLogger("io.vertx.core.impl.deployment").setLevel(Level.OFF);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
