package dev.sightline.access;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may do what with which stream.
 *
 * @param general for streams that have no rules of their own, and for what shows several
 * @param streams the rules of some, whether there are such streams now or not
 */
record AccessRules(RuleSet general, Map<StreamId, RuleSet> streams) {

  static final AccessRules OPEN = new AccessRules(RuleSet.OPEN, Map.of());

  AccessRules {
    streams = Map.copyOf(streams);
  }

  static AccessRules read(ConfigReader access) {
    RuleSet general = RuleSet.read(access, RuleSet.OPEN);
    Map<StreamId, RuleSet> streams = new HashMap<>();
    access
        .sections("streams", "watch")
        .forEach(
            (name, section) -> {
              RuleSet rules = RuleSet.read(section, general);
              if (StreamId.isValid(name)) {
                streams.put(new StreamId(name), rules);
              } else {
                section.remark("'%s' can't be the name of a stream".formatted(name));
              }
            });
    return new AccessRules(general, streams);
  }

  private RuleSet of(Optional<StreamId> stream) {
    return stream.map(name -> streams.getOrDefault(name, general)).orElse(general);
  }

  /** Whether nobody needs to be known for this; what shows several streams may show some only. */
  boolean isOpen(Action action, Optional<StreamId> stream) {
    boolean isOpen = of(stream).of(action).isAnyone();
    return isOpen && (stream.isPresent() || isOpenForAll(action));
  }

  private boolean isOpenForAll(Action action) {
    return all().allMatch(rules -> rules.of(action).isAnyone());
  }

  Stream<RuleSet> all() {
    return Stream.concat(Stream.of(general), streams.values().stream());
  }

  /**
   * Whether somebody may do this.
   *
   * @param stream empty for what shows several: whom a rule of any stream names may see that
   */
  boolean allow(Pass pass, Action action, Optional<StreamId> stream) {
    boolean isKnown = pass.means() != Means.NONE;
    return allow(of(stream), pass, action, stream)
        || (stream.isEmpty()
            && isKnown
            && streams.values().stream().anyMatch(rules -> allow(rules, pass, action, stream)));
  }

  private static boolean allow(RuleSet rules, Pass pass, Action action, Optional<StreamId> stream) {
    Who who = rules.of(action);
    if (who.isAnyone()) {
      return true;
    }
    if (pass.link().isPresent()) {
      Link link = pass.link().get();
      return rules.goesWithWatching(action) && stream.map(link.streams()::contains).orElse(true);
    }
    return pass.means() != Means.NONE && who.includes(pass.name());
  }
}
