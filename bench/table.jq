# Rows of one scenario -> Markdown: a line per contender with the median of each column and, of several
# rounds, its least and greatest value. What has no value in any row has no column.

def n($digits): . * pow(10; $digits) | round / pow(10; $digits) | if . == 0 then "0" else tostring end;

def median: sort | if length % 2 == 1 then .[(length - 1) / 2] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

def cell($digits):
  map(values)
  | if length == 0 then "–"
    elif min == max then min | n($digits)
    else "\(median | n($digits)) (\(min | n($digits))–\(max | n($digits)))"
    end;

# Each row with the reference's row of the same round.
def paired: . as $rows | map(. as $row | $row + {reference: first(($rows[] | select(.name == $reference and .round == $row.round)), null)});

def over($value; $other): if $value == null or $other == null or $other == 0 then null else $value / $other end;
def minus($value; $other): if $value == null or $other == null then null else $value - $other end;
def other: .name != $reference;
def kilobytes($megabytes; $n): if $megabytes == null or $n == 0 then null else $megabytes * 1024 / $n end;

# What says little in a scenario is left out of its rows: memory per viewer of few viewers, its growth in a short
# time, the kernel's memory for viewers that read a little.
def columns: [
  {head: "CPU µs/frame", digits: 2, of: map(.us_per_frame)},
  {head: "× \($reference)", digits: 3, of: map(select(other) | over(.us_per_frame; .reference.us_per_frame))},
  {head: "CPU µs/message", digits: 2, of: map(.us_per_message)},
  {head: "× \($reference) a message", digits: 3, of: map(select(other) | over(.us_per_message; .reference.us_per_message))},
  {head: "CPU µs/MB", digits: 0, of: map(.us_per_mb)},
  {head: "× \($reference) a MB", digits: 3, of: map(select(other) | over(.us_per_mb; .reference.us_per_mb))},
  {head: "bytes/message", digits: 0, of: map(.message_bytes)},
  {head: "packets missing", digits: 0, of: map(select(.us_per_message) | .gaps)},
  {head: "torn messages", digits: 0, of: map(.torn)},
  {head: "counters jump", digits: 0, of: map(.breaks)},
  {head: "delivered %", digits: 2, of: map(.delivered_pct)},
  {head: "age p50 ms", digits: 2, of: map(.age.p50)},
  {head: "− \($reference)", digits: 2, of: map(select(other) | minus(.age.p50; .reference.age.p50))},
  {head: "age p99 ms", digits: 2, of: map(.age.p99)},
  {head: "− \($reference)", digits: 2, of: map(select(other) | minus(.age.p99; .reference.age.p99))},
  {head: "slow: age p50 ms", digits: 0, of: map(.slow_age.p50)},
  {head: "slow: age p99 ms", digits: 0, of: map(.slow_age.p99)},
  {head: "first picture p50 ms", digits: 0, of: map(.join.p50)},
  {head: "first picture p99 ms", digits: 0, of: map(.join.p99)},
  {head: "refused", digits: 0, of: map(if .join or .refused > 0 then .refused else null end)},
  {head: "camera connections", digits: 0, of: map(.camera.clients_max)},
  {head: "RSS at start MB", digits: 0, of: map(select(.us_per_message) | .rss_idle_mb)},
  {head: "RSS when warm MB", digits: 0, of: map(select(.us_per_message) | .rss_before_mb)},
  {head: "RSS MB", digits: 0, of: map(.rss_mb)},
  {head: "RSS KB/viewer", digits: 1, of: map(select(.viewers >= 1000 and .prelude == 0) | kilobytes(minus(.rss_mb; .rss_idle_mb); .viewers))},
  {head: "RSS growth MB", digits: 1, of: map(select(.secs >= 30) | minus(.rss_mb; .rss_before_mb))},
  {head: "TCP MB", digits: 0, of: map(minus(.tcp_mb; .tcp_idle_mb))},
  {head: "TCP KB/stalled", digits: 0, of: map(select(.slow_age == null) | kilobytes(minus(.tcp_mb; .tcp_idle_mb); .slow))}
];

def line: "| " + join(" | ") + " |";

paired
| map(.name) as $order
| (reduce $order[] as $name ([]; if index($name) then . else . + [$name] end)) as $names
| columns as $all
| [range($all | length) | select($all[.].of | any(. != null))] as $shown
| (["contender"] + [$shown[] as $i | $all[$i].head] | line),
  (["---"] + [$shown[] | "---"] | line),
  (. as $rows | $names[] | . as $name
    | [$rows[] | select(.name == $name)] | columns as $mine
    | [$name] + [$shown[] as $i | $mine[$i].of | cell($all[$i].digits)] | line)
