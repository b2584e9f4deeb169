package dev.sightline.standalone;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One operation of a node, as it came to a collector.
 *
 * @param service the name that the node gives itself
 * @param parent the operation that it is a part of; empty for one of its own
 * @param details without the name space of their keys
 * @param error empty if all went well
 */
record SeenSpan(
    String service,
    String name,
    String id,
    String parent,
    Map<String, String> details,
    String error,
    Duration duration) {

  private static final String OURS = "sightline.";

  static SeenSpan of(Resource node, Span span) {
    boolean isFailed = span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
    return new SeenSpan(
        texts(node.getAttributesList()).get("service.name"),
        span.getName(),
        span.getSpanId().toStringUtf8(),
        span.getParentSpanId().toStringUtf8(),
        texts(span.getAttributesList()),
        isFailed ? span.getStatus().getMessage() : "",
        Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()));
  }

  private static Map<String, String> texts(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(
            Collectors.toMap(
                pair -> pair.getKey().replace(OURS, ""), pair -> text(pair.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  String detail(String key) {
    return details.get(key);
  }
}
