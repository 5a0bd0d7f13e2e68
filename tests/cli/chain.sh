#!/bin/sh
# A fresh county by command: founded, published, a building filled, signed by four levels, returned, corrected, gone stale and signed
# anew; and every refusal on the way with its sentence. Speaks TAP.
set -u
louce=${LOUCE_BUILD:-.}/louce
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LOUCE_HOME="$work/home" LOUCE_WORKSPACE="$work/county.louce" LANGUAGE=en LC_ALL=C.UTF-8
n=0
echo demo >"$work/pass"
echo wrong >"$work/wrong"

ok() { n=$((n + 1)); echo "ok $n - $1"; }
not_ok() {
	n=$((n + 1))
	echo "not ok $n - $1"
	sed 's/^/# /' "$work/out"
}
# does NAME COMMAND...: it must succeed
does() {
	name=$1
	shift
	if "$@" >"$work/out" 2>&1; then ok "$name"; else not_ok "$name"; fi
}
# refuses NAME CODE TEXT COMMAND...: it must end with CODE and say TEXT
refuses() {
	name=$1 code=$2 text=$3
	shift 3
	"$@" >"$work/out" 2>&1
	got=$?
	if [ $got -eq "$code" ] && grep -qF -- "$text" "$work/out"; then ok "$name"; else
		echo "exit $got, wanted $code and: $text" >>"$work/out"
		not_ok "$name"
	fi
}
as() {
	who=$1
	shift
	"$louce" "$@" --as "$who" --passphrase-file "$work/pass"
}
hash_of() { "$louce" status --area 451224 --json | sed 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/'; }

village=451224204201
for who in Officer1 Officer2 Anna Bert Carl Dora Emil Fred; do
	"$louce" key new $who --passphrase-file "$work/pass" >/dev/null || echo "Bail out! no key for $who"
done
rm -f "$work/pass.x"

refuses init__refuses__the_mark_of_a_demonstration 3 "marks demonstrations" \
	"$louce" init county "$LOUCE_WORKSPACE" --county 451224 --name 演示县 --officer Officer1 --passphrase-file "$work/pass"
refuses init__refuses__a_wrong_passphrase 3 "is not right" \
	"$louce" init county "$LOUCE_WORKSPACE" --county 451224 --name County --officer Officer1 --passphrase-file "$work/wrong"
[ ! -e "$LOUCE_WORKSPACE" ] && ok init__leaves_nothing__when_refused || not_ok init__leaves_nothing__when_refused
refuses status__refuses__a_missing_file 3 "there is no file" "$louce" status
does init__founds__a_county "$louce" init county "$LOUCE_WORKSPACE" --county 451224 --name 东兰县 --officer Officer1 --officer Officer2 \
	--threshold 2 --passphrase-file "$work/pass"
refuses init__refuses__an_existing_file 3 "is there already" \
	"$louce" init county "$LOUCE_WORKSPACE" --county 451224 --name X --officer Officer1 --passphrase-file "$work/pass"
echo '{}' >"$work/empty.json"
refuses fill__refuses__before_a_pack 3 "no form pack" as Officer1 fill --new listing --data "$work/empty.json"
does publish__waits__for_endorsement as Officer1 forms publish "$LOUCE_DATADIR/forms"
grep -q "endorse" "$work/out" && ok publish__says__who_must_endorse || not_ok publish__says__who_must_endorse
pack=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(s.id)) FROM step s JOIN place p ON p.n=s.n WHERE p.kind='pack'")
does endorse__brings__the_pack_into_force as Officer2 endorse "$pack"
refuses publish__refuses__the_same_version 3 "raise the version" as Officer1 forms publish "$LOUCE_DATADIR/forms"

enrol() { # NAME ROLE AREA [--portable]
	who=$1 role=$2 area=$3
	shift 3
	"$louce" request "$who" --role "$role" --area "$area" "$@" --passphrase-file "$work/pass" >"$work/request" 2>&1 || cat "$work/request"
	code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
	as Officer1 issue "$code" >"$work/out" 2>&1
}
refuses unlock__refuses__without_a_credential 3 "has no credential" as Anna fill --new listing --data "$work/empty.json"
for line in "Anna inspector $village" "Bert inspector $village" "Carl village_secretary $village" "Dora liaison_leader $village" \
	"Emil township_head 451224204" "Fred inspector 451224100201"; do
	set -- $line
	does "issue__gives__$2_to_$1" enrol "$1" "$2" "$3"
done
refuses request__refuses__an_unknown_role 3 "there is no role" \
	"$louce" request Anna --role king --area $village --passphrase-file "$work/pass"
refuses request__refuses__a_bad_area 3 "is no area" "$louce" request Anna --role inspector --area 4512 --passphrase-file "$work/pass"

cat >"$work/listing.json" <<-E
{"village":"$village","group_name":"那亮","road":"农村道路","door_no":"12","owner_name":"韦建国","platform_no":"T001","listed_use":"1"}
