package dev.sightline.edge;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The filters of status.peb: the figures of a {@link StatusReport} in words for people. */
final class StatusFilters extends AbstractExtension {

  private static final String ARGUMENT = "argument";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  private record Words(BiFunction<Object, Object, String> words) implements Filter {

    @Override
    public List<String> getArgumentNames() {
      return List.of(ARGUMENT);
    }

    @Override
    public Object apply(
        Object input,
        Map<String, Object> arguments,
        PebbleTemplate template,
        EvaluationContext context,
        int line) {
      return words.apply(input, arguments.get(ARGUMENT));
    }
  }

  @Override
  public Map<String, Filter> getFilters() {
    Map<String, Filter> filters = new HashMap<>();
    filters.put("state", words(state -> StatusSummary.words((String) state)));
    filters.put("moment", words(instant -> moment((String) instant)));
    filters.put("count", words(value -> Humane.count(number(value).longValue())));
    filters.put("rate", words(value -> Humane.rate(number(value).doubleValue())));
    filters.put("bytes", words(value -> Humane.bytes(number(value).doubleValue())));
    filters.put("bits", words(value -> Humane.bits(number(value).doubleValue())));
    filters.put("megabits", words(value -> Humane.megabits(number(value).doubleValue())));
    filters.put("age", words(value -> Humane.age(number(value).longValue())));
    filters.put("seconds", words(value -> span(number(value).longValue())));
    filters.put("until", new Words((since, until) -> span(seconds(since, until))));
    return filters;
  }

  private static Filter words(Function<Object, String> words) {
    return new Words((value, none) -> words.apply(value));
  }

  private static String moment(String instant) {
    return MOMENT.format(Instant.parse(instant).atOffset(ZoneOffset.UTC));
  }

  private static Number number(Object value) {
    return (Number) value;
  }

  private static long seconds(Object since, Object until) {
    return Duration.between(Instant.parse((String) since), Instant.parse((String) until))
        .toSeconds();
  }

  private static String span(long seconds) {
    return Humane.span(Duration.ofSeconds(seconds));
  }
}
