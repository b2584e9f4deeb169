# Rows of bench/transports -> a Markdown table per load: medians of the rounds, with the least and the greatest.

def n($digits): . * pow(10; $digits) | round / pow(10; $digits) | tostring;

def median: sort | if length % 2 == 1 then .[(length - 1) / 2] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

def cell($digits): if length == 1 then .[0] | n($digits) else "\(median | n($digits)) (\(min | n($digits))–\(max | n($digits)))" end;

def both: .sender + .taker;

# Each row with the bus's of the same round and load.
def paired: . as $rows | map(. as $row | . + {bus: first($rows[] | select(.name == "bus" and .round == $row.round and .load == $row.load))});

def columns: [
  {head: "frames/s", cell: map(.fps) | cell(1)},
  (select($costs)
   | {head: "sender µs/frame", cell: map(.sender) | cell(1)},
     {head: "taker µs/frame", cell: map(.taker) | cell(1)},
     {head: "both × bus", cell: map(both / (.bus | both)) | cell(2)}),
  {head: "age p50 ms", cell: map(.p50) | cell(2)},
  {head: "age p99 ms", cell: map(.p99) | cell(2)}
];

def line: "| " + join(" | ") + " |";

def uniques: reduce .[] as $one ([]; if index([$one]) then . else . + [$one] end);

paired as $rows
| ($rows | map(.load) | uniques[]) as $load
| ($rows | map(select(.load == $load))) as $mine
| "",
  "**\($load | split(":") | "\(.[0]) bytes × \(.[1]) fps")**",
  "",
  (["carrier"] + ($mine | columns | map(.head)) | line),
  (["---"] + ($mine | columns | map("---")) | line),
  ($mine | map(.name) | uniques[] as $name | $mine | map(select(.name == $name)) | [$name] + (columns | map(.cell)) | line)
