# What the scripts of tests/ share, sourced first: a folder of their own, the program, an English plain world, and TAP.
# shellcheck shell=sh
#
#   . "${LOUCE_SRC:-.}/tests/support/tap.sh"
#   does thing__is_done__in_this_case COMMAND ARGUMENT...
#   holds thing__is_so__in_this_case CONDITION...
#   keeps_from thing__is_not_told "what it does not say" COMMAND ARGUMENT...
#   refuses is__refused__with_its_sentence 3 "what it says" COMMAND ARGUMENT...
#   secretary=$(holder village_secretary)
#   tap_end
set -u
louce=${LOUCE_BUILD:-.}/louce demo=${LOUCE_SRC:-.}/tests/support/demo
work=$(mktemp -d) || exit 1
# tap_leave is defined anew by who has more to put away.
tap_leave() { :; }
trap 'tap_leave; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
export LANGUAGE=en LC_ALL=C.UTF-8 LOUCE_HOME="$work/home"
unset LOUCE_WORKSPACE
quick_keys=${LOUCE_BUILD:-.}/tests/support/quick_keys.so
case ${LD_PRELOAD:-} in
*quick_keys.so*) ;;
*) [ ! -f "$quick_keys" ] || export LD_PRELOAD="$quick_keys${LD_PRELOAD:+:$LD_PRELOAD}" ;;
esac
n=0
: >"$work/out"
echo demo >"$work/pass"

ok() { n=$((n + 1)); echo "ok $n - $1"; }
# With what the last command said.
not_ok() {
	n=$((n + 1))
	echo "not ok $n - $1"
	sed 's/^/# /' "$work/out"
}
# does NAME COMMAND...: it ends well. What it says goes into $work/out.
does() {
	tap_name=$1
	shift
	if "$@" >"$work/out" 2>&1; then ok "$tap_name"; else not_ok "$tap_name"; fi
}
# holds NAME COMMAND...: the condition is true. Leaves $work/out alone, so that what a command said can be asked about.
holds() {
	tap_name=$1
	shift
	if "$@"; then ok "$tap_name"; else not_ok "$tap_name"; fi
}
# keeps_from NAME TEXT COMMAND...: it ends well, says something, and nothing of TEXT (a pattern).
keeps_from() {
	tap_name=$1 tap_text=$2
	shift 2
	if "$@" >"$work/out" 2>&1 && [ -s "$work/out" ] && ! grep -qE -- "$tap_text" "$work/out"; then ok "$tap_name"; else
		echo "wanted: exit 0, and nothing of: $tap_text" >>"$work/out"
		not_ok "$tap_name"
	fi
}
# refuses NAME CODE TEXT COMMAND...: it ends with CODE and says TEXT.
refuses() {
	tap_name=$1 tap_code=$2 tap_text=$3
	shift 3
	"$@" >"$work/out" 2>&1
	tap_got=$?
	if [ $tap_got -eq "$tap_code" ] && grep -qF -- "$tap_text" "$work/out"; then ok "$tap_name"; else
		echo "exit $tap_got, wanted $tap_code and: $tap_text" >>"$work/out"
		not_ok "$tap_name"
	fi
}
# holder ROLE [AREA]: the number of the first person with this right in $LOUCE_WORKSPACE whose key is on this machine.
holder() {
	"$louce" key list --json | tr ',{' '\n\n' | sed -n 's/^"person":"\([0-9a-f]*\)"$/^\1/p' >"$work/keys_here"
	sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = '$1' \
		AND (body ->> '\$.data.areas[0]' = '${2-}' OR '${2-}' = '') ORDER BY n" | grep -f "$work/keys_here" | head -n 1
}
# Does this louce make XLSX and PDF? One configured with --disable-office does not, and says so.
has_office() { "$louce" --version | grep -q xlsxwriter; }
# The program for a person of the demonstration: as WHO COMMAND...
as() {
	who=$1
	shift
	"$louce" "$@" --as "$who" --passphrase-file "$work/pass"
}
tap_end() { echo "1..$n"; }
