# A page of doc/ as a page for man: headings that are underlined, paragraphs, lines that stand as they are (indented), numbered rules.
# awk -f man5.awk -v name=louce-forms -v about='form pack of louce' -v version=0.1.0 -v day='November 2026' doc/pack-format

function roff(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	if (text ~ /^[.']/) text = "\\&" text
	return text
}
function flush(    i, literal, rule) {
	if (!count) return
	literal = 1
	for (i = 1; i <= count; i++) if (line[i] !~ /^    /) literal = 0
	rule = line[1] ~ /^[A-Z][0-9]+ +[^ ]/
	if (literal) print ".PP\n.nf"
	else if (!rule) print ".PP"
	for (i = 1; i <= count; i++) {
		if (literal) { print roff(substr(line[i], 5)); continue }
		if (rule && match(line[i], /^[A-Z][0-9]+ +/)) {
			tag = substr(line[i], 1, RLENGTH)
			sub(/ +$/, "", tag)
			print ".TP 5\n.B " tag
			line[i] = substr(line[i], RLENGTH + 1)
		}
		sub(/^ +/, "", line[i])
		print roff(line[i])
	}
	if (literal) print ".fi"
	count = 0
}
BEGIN {
	printf ".TH %s 5 \"%s\" \"louce %s\" \"File formats\"\n.nh\n.ad l\n.SH NAME\n%s \\- %s\n.SH DESCRIPTION\n", toupper(name), day, version, roff(name), about
}
/^=+$/ { count = 0; next } # the title
/^-+$/ && count == 1 { count = 0; print ".SH " toupper(roff(before)); next }
/^$/ { flush(); next }
{ line[++count] = before = $0 }
END {
	flush()
	print ".SH SEE ALSO\n.BR louce (1)"
}
