package dev.fnstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the map of {@code docs/architecture.md}: which room may use which. */
@AnalyzeClasses(packages = "dev.fnstore", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] PURE = {
    "dev.fnstore.bytes..",
    "dev.fnstore.model..",
    "dev.fnstore.command..",
    "dev.fnstore.acl..",
    "dev.fnstore.resp..",
    "dev.fnstore.registry..",
    "dev.fnstore.payload..",
    "dev.fnstore.fleet.plan..",
    "dev.fnstore.keyspace.."
  };

  @ArchTest static final ArchRule BYTES = room("bytes");
  @ArchTest static final ArchRule MODEL = room("model", "bytes");
  @ArchTest static final ArchRule COMMAND = room("command", "bytes");
  @ArchTest static final ArchRule ACL = room("acl", "bytes", "command");
  @ArchTest static final ArchRule RESP = room("resp", "bytes");
  @ArchTest static final ArchRule JSON = room("json", "bytes", "resp");
  @ArchTest static final ArchRule REGISTRY = room("registry", "bytes", "model");
  @ArchTest static final ArchRule PAYLOAD = room("payload", "bytes", "model");
  @ArchTest static final ArchRule ENGINE = room("engine", "bytes", "model", "resp");
  @ArchTest static final ArchRule KEYSPACE = room("keyspace", "bytes", "command", "resp");
  @ArchTest static final ArchRule LOG = room("log", "bytes", "model");

  @ArchTest static final ArchRule DATA = room("data", "bytes", "keyspace", "log");

  @ArchTest
  static final ArchRule BACKUP = room("backup", "bytes", "model", "registry", "log", "history");

  @ArchTest static final ArchRule HISTORY = room("history", "bytes", "model", "registry", "log");

  @ArchTest
  static final ArchRule STORE =
      room("store", "bytes", "model", "registry", "payload", "log", "history", "engine");

  @ArchTest static final ArchRule PLAN = room("fleet.plan", "bytes", "model");

  @ArchTest static final ArchRule FLEET = room("fleet", "bytes", "model", "registry", "payload");

  @ArchTest static final ArchRule NODE = room("fleet.node", "bytes", "model", "payload");

  @ArchTest static final ArchRule TEXT = room("cli.text", "bytes", "resp");

  @ArchTest
  static final ArchRule SOURCE =
      room(
          "cli.source",
          "bytes",
          "model",
          "resp",
          "registry",
          "history",
          "log",
          "backup",
          "server.command");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.fnstore.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_IN_THE_SERVER =
      slices().matching("dev.fnstore.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROCKSDB_ONLY_WHERE_IT_REMEMBERS =
      only("org.rocksdb..", "dev.fnstore.log..", "dev.fnstore.data..");

  @ArchTest
  static final ArchRule PROTOBUF_ONLY_IN_THE_LOG =
      only("com.google.protobuf..", "dev.fnstore.log..");

  @ArchTest
  static final ArchRule VERTX_ONLY_WHERE_IT_TALKS =
      only(
          "io.vertx..",
          "dev.fnstore.server",
          "dev.fnstore.cli.source",
          "dev.fnstore.fleet",
          "dev.fnstore.fleet.node");

  @ArchTest static final ArchRule BARS_ONLY_FOR_PEOPLE = only("me.tongfei..", "dev.fnstore.cli");

  @ArchTest
  static final ArchRule LUAJ_ONLY_IN_ITS_ENGINE = only("org.luaj..", "dev.fnstore.engine.lua..");

  @ArchTest
  static final ArchRule PURE_ROOMS_TOUCH_NOTHING =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "java.nio.channels..",
              "java.net..",
              "java.util.concurrent..",
              "java.time..",
              "java.util.logging..",
              "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              java.io.File.class,
              java.util.Random.class,
              java.security.SecureRandom.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule SCRIPTS_REACH_NO_JAVA =
      noClasses()
          .that()
          .resideInAPackage("dev.fnstore.engine.lua..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.luaj.vm2.luajc..", "org.luaj.vm2.script..", "org.luaj.vm2.lib.jse..");

  /** Classes of one room use these other rooms of ours and no further ones. */
  private static ArchRule room(String name, String... others) {
    String own = "dev.fnstore." + name;
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.describe(
            "are not ours, or of " + name + ", or of what it may use",
            target -> {
              String from = target.getPackageName();
              if (!from.startsWith("dev.fnstore") || isIn(from, own)) {
                return true;
              }
              for (String other : others) {
                if (isIn(from, "dev.fnstore." + other)) {
                  return true;
                }
              }
              return false;
            });
    return classes().that().resideInAPackage(own + "..").should().onlyDependOnClassesThat(allowed);
  }

  private static boolean isIn(String name, String room) {
    return name.equals(room) || name.startsWith(room + ".");
  }

  private static ArchRule only(String library, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
