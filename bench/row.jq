# A line for people about one row.
def n(f): if . == null then "-" else (. * f | round / f | tostring) end;

"round \(.round)  \(.name)"
+ "  \(.us_per_frame | n(100)) µs/frame"
+ "  \(.frames) frames"
+ "  \(.delivered_pct | n(100)) % delivered"
+ "  age p50 \(.age.p50 | n(100)) p99 \(.age.p99 | n(100)) ms"
+ "  RSS \(.rss_mb | n(1)) MB"
+ "  viewers take \(.client_cores | n(100)) cores"
+ (if .corrupt > 0 then "  CORRUPT \(.corrupt)" else "" end)
+ (if .refused + .disconnects > 0 then "  refused \(.refused), disconnected \(.disconnects)" else "" end)
+ (if .note != "" then "  (\(.note))" else "" end)
