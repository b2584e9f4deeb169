package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How viewers and publishers are known, and who of them may do what.
 *
 * @param usersFile names and bcrypt hashes, see {@link Users}
 * @param tokens bearer tokens of somebody else
 * @param links signed links
 * @param forward another service that is asked
 */
public record AccessConfig(
    Optional<Path> usersFile,
    Optional<TokenConfig> tokens,
    Optional<LinkConfig> links,
    Optional<ForwardConfig> forward,
    AccessRules rules) {

  /** Anybody may do all. */
  public static final AccessConfig OPEN =
      new AccessConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), AccessRules.OPEN);

  static final int MOST_USERS_BYTES = 1 << 20;

  public static AccessConfig read(ConfigReader config) {
    ConfigReader access = config.section("access");
    AccessConfig read =
        new AccessConfig(
            ConfiguredFile.secret(access, "users-file", MOST_USERS_BYTES, Users::parseSome),
            TokenConfig.read(access),
            LinkConfig.read(access),
            ForwardConfig.read(access),
            AccessRules.read(access));
    read.check(access);
    return read;
  }

  /** A rule that nobody can fulfil would be noticed too late. */
  private void check(ConfigReader access) {
    if (isAWayBroken(access)) {
      return;
    }
    if (rules.all().anyMatch(set -> isVain(set, Action.WATCH))) {
      access.remark(
          "who watches is to be known, but there is no users-file, tokens, links or forward");
    }
    if (rules.all().anyMatch(set -> isVain(set, Action.PUSH))) {
      access.remark("who pushes is to be known, but there is no users-file, tokens or forward");
    }
    if (rules.all().anyMatch(set -> set.ownStatus().isPresent() && isVain(set, Action.STATUS))) {
      access.remark(
          "who sees the status is to be known, but there is no users-file, tokens or forward");
    }
  }

  /** Its own mistake is told already. */
  private boolean isAWayBroken(ConfigReader access) {
    return (access.isSet("users-file") && usersFile.isEmpty())
        || (TokenConfig.isSaid(access) && tokens.isEmpty())
        || (access.section("links").isSet("keys-file") && links.isEmpty())
        || (access.section("forward").isSet("url") && forward.isEmpty());
  }

  private boolean isVain(RuleSet set, Action action) {
    return !set.of(action).isAnyone() && !canFulfil(set, action);
  }

  private boolean canFulfil(RuleSet set, Action action) {
    boolean knowsNames = usersFile.isPresent() || tokens.isPresent() || forward.isPresent();
    return knowsNames || (links.isPresent() && set.goesWithWatching(action));
  }

  /** Whether anybody may watch everything. */
  public boolean isOpen() {
    return rules.isOpen(Action.WATCH, Optional.empty());
  }

  /**
   * Who may come in, in a line for who starts this; none if that is nobody but who is here anyhow.
   *
   * @param isReachable whether other machines can connect
   */
  public Optional<String> notice(boolean isReachable) {
    if (isOpen()) {
      return isReachable
          ? Optional.of("open: anyone who reaches this machine may watch")
          : Optional.empty();
    }
    return Optional.of("by " + ways());
  }

  private String ways() {
    List<String> ways = new ArrayList<>();
    usersFile.ifPresent(file -> ways.add("passwords"));
    tokens.ifPresent(some -> ways.add("tokens"));
    links.ifPresent(some -> ways.add("signed links"));
    forward.ifPresent(some -> ways.add("another service"));
    return String.join(", ", ways);
  }

  /** Whether passwords cross the network as they are, unless it is encrypted. */
  public boolean takesPasswords() {
    return usersFile.isPresent();
  }
}
