# A line for people about one row.
def n(f): if . == null then "-" else (. * f | round / f | tostring) end;

"round \(.round)  \(.name)"
+ (if .us_per_message then "  \(.us_per_message | n(100)) µs/message  \(.us_per_mb | n(1)) µs/MB  \(.frames) messages"
   else "  \(.us_per_frame | n(100)) µs/frame  \(.frames) frames" end)
+ "  \(.delivered_pct | n(100)) % delivered"
+ "  age p50 \(.age.p50 | n(100)) p99 \(.age.p99 | n(100)) ms"
+ "  RSS \(.rss_mb | n(1)) MB"
+ "  viewers take \(.client_cores | n(100)) cores"
+ (if .us_per_message then "  missing \(.gaps) packets, torn \(.torn), jumps \(.breaks)" else "" end)
+ (if .corrupt > 0 then "  CORRUPT \(.corrupt)" else "" end)
+ (if .refused + .disconnects > 0 then "  refused \(.refused), disconnected \(.disconnects)" else "" end)
+ (if .note != "" then "  (\(.note))" else "" end)
