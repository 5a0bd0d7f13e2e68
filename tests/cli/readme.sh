#!/bin/sh
# The lines of README's county by commands are typed as they stand, on a laptop each for `office$` and `village$`, and print what stands below
# them: `...` is anything, a line of `...` any lines, PASSPHRASE and CODE what is printed there. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
readme=$(cd "${LOUCE_SRC:-.}" && pwd)/README
program=$(cd "$(dirname "$louce")" && pwd)/louce
mkdir "$work/steps" "$work/there" "$work/there/stick"
: >"$work/office.workspace"
: >"$work/village.workspace"

# ---- a file for each command, and one for what it prints
awk -v into="$work/steps" '
	/^A real county by commands/ { inside = 1; next }
	inside && /^What is where/ { exit }
	!inside { next }
	/^    (office|village)[$] / {
		count++
		split($0, word, "[$] ")
		print substr($0, index($0, "$ ") + 2) >(into "/" sprintf("%02d", count) ".command")
		print substr(word[1], 5) >(into "/" sprintf("%02d", count) ".laptop")
		printf "" >(into "/" sprintf("%02d", count) ".prints")
		shown = 1
		next
	}
	/^    / && shown { print substr($0, 5) >(into "/" sprintf("%02d", count) ".prints"); next }
	/^$/ { next } # blank lines are not compared
	{ shown = 0 }
' "$readme"
holds readme__has__its_lines [ "$(find "$work/steps" -name '*.command' | wc -l)" -ge 18 ]

# fits PRINTS OUT: the output is what README says.
fits() {
	awk -v printed="$2" '
		function pattern(text, out, at) {
			out = "^"
			while ((at = index(text, "...")) > 0) {
				out = out plain(substr(text, 1, at - 1)) ".*"
				text = substr(text, at + 3)
			}
			out = out plain(text) "$"
			sub(/CODE/, "[0-9a-f ]+", out)
			sub(/PASSPHRASE/, "[a-z-]+", out)
			return out
		}
		function plain(text) {
			gsub(/[][\\.^$*+?(){}|]/, "\\\\&", text)
			return text
		}
		{ want[++wanted] = $0 }
		END {
			while ((getline line <printed) > 0)
				if (line != "")
					got[++count] = line
			at = 1
			for (i = 1; i <= wanted; i++) {
				if (want[i] == "...") {
					any = 1
					continue
				}
				while (any && at <= count && got[at] !~ pattern(want[i]))
					at++
				if (at > count || got[at] !~ pattern(want[i])) {
					print "README has: " want[i]
					exit 1
				}
				any = 0
				at++
			}
			if (!any && at <= count) {
				print "README has not: " got[at]
				exit 1
			}
		}' "$1"
}

# The program as the people of README have it; each types the passphrase.
louce() {
	if [ "$1 $2" = "key new" ]; then
		"$program" "$@" || return
	else
		"$program" "$@" --passphrase-file "$work/pass"
	fi
}

# From here on everybody has the passphrase of all tests, instead of the one that was printed.
change_passphrase() {
	sed -n 's/^    \([a-z-]*\)$/\1/p' "$work/out" >"$work/printed"
	"$program" key change "$1" --passphrase-file "$work/printed" --new-passphrase-file "$work/pass" >/dev/null
}

cd "$work/there" || exit 1
code=
for command in "$work"/steps/*.command; do
	laptop=$(cat "${command%.command}.laptop")
	line=$(sed "s,/usr/local/share/louce/forms,$LOUCE_DATADIR/forms,; s/CODE/$code/" "$command")
	label=$(basename "$command" .command)__$(echo "$line" | cut -c 1-40 | tr -c 'a-zA-Z\n' _)
	export LOUCE_HOME="$work/$laptop"
	LOUCE_WORKSPACE=$(cat "$work/$laptop.workspace")
	export LOUCE_WORKSPACE
	does "readme__works__$label" eval "$line"
	echo "$LOUCE_WORKSPACE" >"$work/$laptop.workspace"
	fits "${command%.command}.prints" "$work/out" >"$work/differs"
	fitted=$?
	cat "$work/differs" >>"$work/out"
	holds "readme__prints__$label" [ $fitted -eq 0 ]
	case $line in
	'louce key new '*) eval "change_passphrase ${line#louce key new }" ;;
	'louce request '*) code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out") ;;
	esac
done
tap_end
