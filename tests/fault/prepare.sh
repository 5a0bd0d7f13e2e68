#!/bin/sh
# prepare.sh DIR: a small county with everything that the acts need, and DIR/acts: a line for each act that tests/fault/acts.c tries, as
#   NAME <tab> FILES THAT IT CHANGES <tab> WORDS AFTER louce
# All names are relative to DIR, which is copied anew for each try. Run with the preloaded library: key derivation is cheap then.
set -eu
louce=${LOUCE_BUILD:-.}/louce
mkdir -p "$1"
cd "$1"
export LOUCE_HOME=home LOUCE_WORKSPACE=county.louce LANGUAGE=en LC_ALL=C.UTF-8 LOUCE_CLOCK=1700000000
village=451224204201
echo demo >pass
echo other >pass2
say() { echo "prepare: $*" >&2; }
as() {
	who=$1
	shift
	"$louce" "$@" --as "$who" --passphrase-file pass
}
for who in Officer1 Officer2 Officer3 Officer4 Anna Bert Carl Dora Emil Kate Wang; do
	"$louce" key new $who --passphrase-file pass >/dev/null
done
"$louce" init county county.louce --county 451224 --name 东兰县 --officer Officer1 --officer Officer2 --officer Officer3 --threshold 2 --passphrase-file pass >/dev/null
as Officer1 forms publish "$LOUCE_DATADIR/forms" >out
as Officer2 endorse "$(sed -n "s,.*louce endorse \([0-9a-f]*\) .*,\1,p" out)" >/dev/null
code_of() { sed -n 's/^    \([0-9a-f ]*\)$/\1/p' out; }
enrol() {
	"$louce" request "$1" --role "$2" --area "$3" --passphrase-file pass >out
	as Officer1 issue "$(code_of)" >/dev/null
}
enrol Anna inspector $village
enrol Bert inspector $village
enrol Carl village_secretary $village
enrol Dora liaison_leader $village
enrol Emil township_head 451224204
enrol Kate township_clerk 451224204
"$louce" request Officer4 --role county_officer --area 451224 --issues inspector --passphrase-file pass >out

# four houses' photos, which the demonstration draws
LOUCE_CLOCK=1662000000 "$LOUCE_SRC/tests/support/demo" demo --buildings 20 --seed ui --single
set -- 0
for front in $(find demo/inbox -name '*_1.jpg' | sort | head -n 4); do
	set -- $(($1 + 1))
	for i in 1 2 3 4; do cp "${front%_1.jpg}_$i.jpg" photo$1-$i.jpg; done
done
rm -rf demo
date_of() { grep -aoE '20[0-9][0-9]:[01][0-9]:[0-3][0-9]' "photo$1-1.jpg" | head -n 1 | tr : -; }
listing() { # NUMBER
	cat >listing$1.json <<E2
{"village":"$village","group_name":"那亮","road":"农村道路","door_no":"$1","owner_name":"韦建国","platform_no":"T00$1","listed_use":"1",
"_reasons":[{"rule":"_twin","reason":"1"}]}
E2
}
forms_of() { # NUMBER
	cat >registration$1.json <<E2
{"survey_state":"2","area_kind":["7"],"owner_kind":"1","owner_id":"451224190001010013","owner_phone":"07786322018",
"residents":4,"over10_asked":false,"has_sign":true,"rents_out":false,"has_customers":true,"owner_lives":false,"biz_types":["3"],
"biz_name":"便民商店","user_is_owner":true,"licences":["11"],"land_kind":"2","land_use":"21","floors_main":3,"floors_under":0,
"area_m2":186.5,"built_year":2005,"design_mode":"3","build_mode":"2","wall_material":"1","floor_slab":"3","roof":"3",
"structure":"1","altered":false,"illegal":false,"surveyors":"Anna、Bert","survey_date":"$(date_of $1)",
"_reasons":[{"rule":"QR-64","reason":"5"},{"rule":"QR-05","reason":"看过证件原件"},{"rule":"_twin","reason":"1"}]}
E2
	cat >class$1.json <<E2
{"part_ground":"1","part_walls":"1","part_frame":"1","part_slabs":"1","part_roof":"1","owner_is_safety":true,"safety_supervisor":"覃志明",
"determiners":"Anna、Bert","determ_date":"$(date_of $1)"}
E2
}
echo '{"photo_floors":3,"photo_structure":"1","photo_business":true,"photo_addition":false,"photo_good":true}' >check.json
photos() { echo "--photo photo_front=photo$1-1.jpg --photo photo_side=photo$1-2.jpg --photo photo_plate=photo$1-3.jpg --photo photo_sign=photo$1-4.jpg"; }
list() { as Anna fill --new listing --data listing$1.json | sed -n 's/.*building \([0-9a-f]*\)/\1/p'; }
whole() { # BUILDING NUMBER
	# shellcheck disable=SC2046
	as Anna fill "$1" registration --data registration$2.json $(photos $2) >/dev/null
	as Bert fill "$1" photo_check --data check.json >/dev/null
	as Anna fill "$1" classification --data class$2.json >/dev/null
}
for i in 1 2 3 4; do
	listing $i
	forms_of $i
done
listed=$(list 1)
ready=$(list 2)
whole "$ready" 2
approved=$(list 3)
whole "$approved" 3
as Bert sign team "$approved" >out
signed=$("$louce" history "$approved" --json | tr '{' '\n' | sed -n 's/.*"step":"\([0-9a-f]*\)","kind":"signoff".*/\1/p' | head -n 1)
[ -n "$signed" ] || signed=$(sqlite3 county.louce "SELECT lower(hex(s.id)) FROM step s JOIN place p ON p.n = s.n WHERE p.kind = 'signoff'")

# a second laptop, whose stick comes in
as Officer1 export start.louce >/dev/null
(
	export LOUCE_WORKSPACE=other.louce LOUCE_HOME=other
	"$louce" key new Olga --passphrase-file pass >/dev/null
	"$louce" init device other.louce --empty >/dev/null
	"$louce" import start.louce >/dev/null
	"$louce" request Olga --role inspector --area $village --passphrase-file pass >out
	"$louce" export request.louce --as Olga --passphrase-file pass >/dev/null
)
"$louce" import request.louce >/dev/null
as Officer1 issue "$(code_of)" >/dev/null
as Officer1 export back.louce --to Olga >/dev/null
(
	export LOUCE_WORKSPACE=other.louce LOUCE_HOME=other
	"$louce" import back.louce >/dev/null
	"$louce" fill --new listing --data listing4.json --as Olga --passphrase-file pass >out
	"$louce" fill "$(sed -n 's/.*building \([0-9a-f]*\)/\1/p' out)" registration --data registration4.json $(photos 4) --as Olga --passphrase-file pass >/dev/null
	"$louce" export stick.louce --as Olga --passphrase-file pass >/dev/null
)
"$louce" init device new.louce --empty >/dev/null
"$louce" request Wang --role inspector --area $village --passphrase-file pass >out
code=$(code_of)
cat >roster.csv <<E2
村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）,自建房排查编码
$village,板坡,农村道路,1,覃秀英,R1
$village,板坡,农村道路,2,黄志明,R2
E2
cp -r "$LOUCE_DATADIR/forms" forms
sed -i 's/^version: .*/version: 99/' forms/pack.yaml
as Officer1 revoke Emil --reason retired >out 2>&1 || true

# a workspace put back from an older copy
cp county.louce old.louce
cp county.louce.local old.louce.local
LOUCE_WORKSPACE=old.louce as Anna fill --new listing --data listing4.json >/dev/null
cp county.louce old.louce

P="--passphrase-file pass"
{
	act() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }
	act init_county x.louce "init county x.louce --county 451224 --name 县 --officer Officer1 $P"
	act init_device x.louce "init device x.louce --empty"
	act key_new home/keys "key new Xaver $P"
	act key_change home/keys "key change Wang $P --new-passphrase-file pass2"
	act key_list - "key list"
	act request county.louce "request Anna --role inspector --area 451224204202 $P"
	act issue county.louce "issue $code --as Officer1 $P"
	act revoke county.louce "revoke Dora --reason retired --as Officer1 $P"
	act officers county.louce "officers --officer Officer1 --officer Officer2 --officer Officer4 --threshold 2 --as Officer1 $P"
	act publish county.louce "forms publish forms --yes --as Officer1 $P"
	act forms_check - "forms check forms"
	act roster county.louce "roster import roster.csv --as Anna $P"
	act fill_new county.louce "fill --new listing --data listing4.json --as Anna $P"
	act fill county.louce "fill $listed registration --data registration1.json $(photos 1) --as Anna $P"
	act sign county.louce "sign team $ready --as Bert $P"
	act return county.louce "sign village $approved --return --reason 请核对 --error floors_main:2 --as Carl $P"
	act withdraw county.louce "withdraw $signed --as Bert $P"
	act decide county.louce "decide same $listed $ready --reason x --as Officer1 $P"
	act move county.louce "move $listed 451224204202 --reason wrongly-listed --yes --as Kate $P"
	act manifest county.louce "manifest $village --missing $listed=1 --as Carl $P"
	act print county.louce "print --yes sheet $ready --out sheet.pdf --as Bert $P"
	act epoch old.louce "epoch --reason lost --as Anna $P -w old.louce"
	act import_all new.louce "import stick.louce -w new.louce"
	act import county.louce "import stick.louce --as Officer1 $P"
	act import_again other.louce "import stick.louce -w other.louce"
	act export x.louce "export x.louce --as Officer1 $P"
	act receipt county.louce "receipt --as Officer1 $P"
	act slip - "receipt"
	act rebuild county.louce "rebuild"
	act verify - "verify county.louce"
	act verify_stick - "verify stick.louce"
	act status - "status --list --json"
	act history - "history $approved --as Anna $P --json"
	act check - "check --json"
	act people - "people --json"
	act endorse_list - "endorse"
	act decide_list - "decide --json"
	act versions - "versions $approved registration --json"
	act roster_list - "roster imports"
	act report - "report annex1"
	act report_out x.csv "report annex1 --format csv --out x.csv --overwrite"
	act list_out x.csv "list --format csv --out x.csv"
	act dump_out x.jsonl "dump --format jsonl --out x.jsonl"
	act due - "due --date 2022-09-01"
	act demo x/county.louce "demo x --buildings 1 --seed s --no-ui --single"
} >acts
