#!/bin/sh
# louce(1) says what louce --words says: each command and option stands in it, and no other does. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"

# Of each entry under COMMANDS, whose first line names its commands, parted by ", ": lines "head COMMAND --option" of that line ("head COMMAND" alone
# as well), and "text COMMAND --option" of each command and what is said below.
told() {
	sed 's/\\-/-/g; s/\\f[A-Z]//g' "$1" | awk '
	function plain(line,    out, i, c, quoted) { # the arguments of a macro that changes letters, put together
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			if (c == "\"") quoted = !quoted
			else if (c != " " || quoted) out = out c
		}
		return out
	}
	function options(kind, command, rest) {
		while (match(rest, /--[a-z][a-z-]*/)) {
			print kind, command, substr(rest, RSTART, RLENGTH)
			rest = substr(rest, RSTART + RLENGTH)
		}
	}
	/^\.SH/ { inside = $2 == "COMMANDS"; next }
	!inside { next }
	/^\.TP/ { head = 1; next }
	{
		text = $0
		if (text ~ /^\.(BI|BR|IB|IR|RB|RI) /) { sub(/^\.[A-Z]+ /, "", text); text = plain(text) }
		else sub(/^\.[A-Z]+ /, "", text)
		if (head) {
			split("", named)
			count = split(text, part, ", ")
			for (i = 1; i <= count; i++) { split(part[i], word, " "); named[word[1]] = 1; print "head", word[1]; options("head", word[1], part[i]) }
			head = 0
		} else for (command in named) options("text", command, text)
	}' | sort -u
}
# The same lines of what can be typed; the options of all stand under OPTIONS OF ALL COMMANDS.
typed() {
	"$louce" --words | awk -F '\t' '$1 != "*" {
		print $1
		count = split($3, option, " ")
		for (i = 1; i <= count; i++) { sub(/=.*/, "", option[i]); print $1, option[i] }
	}' | sort -u
}
common=$("$louce" --words | sed -n 's/^\*\t\t//p' | sed 's/=//g')

typed >"$work/typed"
# differs PAGE: "lacks" and "has" before what the page does not tell, and what it tells that is not. What all commands take may be told of one (--json,
# --confirm-today) and need not.
differs() {
	told "$1" >"$work/told"
	pattern="( |^)($(echo "$common --json" | sed 's/ /|/g'))\$"
	cut -d ' ' -f 2- "$work/told" | sort -u | comm -13 - "$work/typed" | grep -vE -e "$pattern" | sed 's/^/lacks /'
	sed -n 's/^head //p' "$work/told" | sort -u | comm -23 - "$work/typed" | grep -vE -e "$pattern" | sed 's/^/has /'
	cut -s -d ' ' -f 2 "$work/typed" | sort -u >"$work/options"
	sed -n 's/^text [^ ]* //p' "$work/told" | sort -u | comm -23 - "$work/options" | grep -vE -e "$pattern" | sed 's/^/has /'
}
differs "$LOUCE_SRC/doc/louce.1" >"$work/out"
holds man__tells__each_command_and_option_and_no_other [ ! -s "$work/out" ]
sed -n '/^\.SH OPTIONS OF ALL/,/^\.SH EXIT/p' "$LOUCE_SRC/doc/louce.1" | sed 's/\\-/-/g' >"$work/all"
for option in $(echo "$common --json" | sed 's/--help//'); do
	holds "man__tells__what_all_commands_take__$option" grep -qE "^\.BI? \"?$option ?\"?" "$work/all"
done
# The comparison sees what is missing and what is too much.
sed 's/^\.B rebuild/.B prove/; s/\\-\\-salvage/\\-\\-savage/' "$LOUCE_SRC/doc/louce.1" >"$work/other.1"
differs "$work/other.1" >"$work/out"
while read -r line; do
	holds "comparison__finds__$(echo "$line" | tr ' -' '__')" grep -qxF -e "$line" "$work/out"
done <<EOT
lacks rebuild
has prove
lacks import --salvage
has import --savage
EOT

# One version and one day, wherever they stand.
version=$("$louce" --version | sed -n 's/^louce \([0-9.]*\) .*/\1/p')
day=$(sed -n 's/^#define LOUCE_DATE "\(.*\)"/\1/p' "$LOUCE_BUILD/config.h")
for page in doc/louce.1 packaging/louce-window.1; do
	holds "page__has__this_version__${page##*/}" grep -qF "\"$(LC_ALL=C date -d "$day" '+%B %Y')\" \"louce $version\"" "$LOUCE_SRC/$page"
done
holds package__has__this_version grep -qx "louce ($version) .*" "$LOUCE_SRC/packaging/debian/changelog"
holds package__has__this_day grep -qF "  $(LC_ALL=C date -d "$day" '+%a, %d %b %Y') " "$LOUCE_SRC/packaging/debian/changelog"

# Every page is one that man takes without a word.
for page in "$LOUCE_SRC/doc/louce.1" "$LOUCE_SRC/packaging/louce-window.1" "$LOUCE_BUILD/doc/louce-forms.5" "$LOUCE_BUILD/doc/louce-file.5" "$LOUCE_BUILD/doc/louce.zh_CN.1"; do
	if ! command -v groff >/dev/null || [ ! -e "$page" ]; then
		ok "page__is_right__${page##*/} # SKIP no groff, or no page"
		continue
	fi
	groff -K utf8 -man -Tutf8 -ww -z "$page" >"$work/out" 2>&1
	holds "page__is_right__${page##*/}" [ ! -s "$work/out" ]
done
tap_end
