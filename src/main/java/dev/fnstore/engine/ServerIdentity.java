package dev.fnstore.engine;

/**
 * What the server says it is to scripts and clients.
 *
 * @param serverName {@code SERVER_NAME}
 * @param redisVersion {@code REDIS_VERSION}, three numbers: the level of compatibility
 * @param valkeyVersion {@code VALKEY_VERSION}, three numbers
 */
public record ServerIdentity(String serverName, String redisVersion, String valkeyVersion) {
  /** The level that is the reference: Valkey 8.1.1, which calls itself Redis 7.2.4. */
  public static final ServerIdentity REFERENCE = new ServerIdentity("valkey", "7.2.4", "8.1.1");

  /** {@code 0x00MMmmpp}, as {@code REDIS_VERSION_NUM} has it. */
  public static int number(String version) {
    int number = 0;
    for (String part : version.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }
}
