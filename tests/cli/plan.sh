#!/bin/sh
# Every row of doc/plan-coverage over the demonstration county: it says what it should. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
export LOUCE_CLOCK=1671163200 # 2022-12-16
top=$(cd "${LOUCE_SRC:-.}" && pwd)
rows=$top/doc/plan-coverage forms=$top/forms
program=$louce
does county__is_made "$program" demo "$work/d" --seed plan --single --no-ui

# ---- who acts in the rows, and on what
mid=451224204201
person() { eval "$1=\$(holder $2 ${3-})"; }
for row in office_:county_officer: clerk_:township_clerk:451224204 chief_:township_head:451224204 secretary_:village_secretary:$mid \
	leader_:liaison_leader:$mid inspector_:inspector:$mid; do
	IFS=: read -r name role area <<-R
	$row
	R
	person "$name" "$role" "$area"
done
louce() { "$program" "$@"; }
office() { "$program" "$@" --as "$office_" --passphrase-file "$work/pass"; }
clerk() { "$program" "$@" --as "$clerk_" --passphrase-file "$work/pass"; }
chief() { "$program" "$@" --as "$chief_" --passphrase-file "$work/pass"; }
secretary() { "$program" "$@" --as "$secretary_" --passphrase-file "$work/pass"; }
leader() { "$program" "$@" --as "$leader_" --passphrase-file "$work/pass"; }
inspector() { "$program" "$@" --as "$inspector_" --passphrase-file "$work/pass"; }
json() {
	echo "$1" | sed "s/ONE/$one/; s/TWO/$one、$two/" >"$work/data.json"
	echo "$work/data.json"
}
name_of() { "$program" people | sed -n "s/^ *$(echo "$1" | cut -c1-8)  *\([^ ]*\) .*/\1/p" | head -n 1; }
one=$(name_of "$inspector_") two=$(name_of "$clerk_")
house() { sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(g.root)) FROM building g JOIN value_classification c USING (building) WHERE g.division = '$mid' AND $1 ORDER BY g.root LIMIT 1"; }
severe=$(house "c.conclusion = '1'") fine=$(house "c.conclusion = '3' AND g.level = 4")
unsigned=$(house "c.conclusion = '3' AND g.level = 1")
watched=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(g.root)) FROM building g JOIN b USING (building) WHERE b.division LIKE '451224204%' AND b.last_grade = '3' AND b.key_control = 1")
photo=$(ls "$work"/d/inbox/*_1.jpg | sed -n 1p) paper=$(ls "$work"/d/inbox/*_2.jpg | sed -n 1p) proof=$(ls "$work"/d/inbox/*_3.jpg | sed -n 1p)
holds county__has__who_and_what_the_rows_name [ -n "$office_" -a -n "$clerk_" -a -n "$chief_" -a -n "$secretary_" -a -n "$leader_" -a -n "$inspector_" -a \
	-n "$severe" -a -n "$fine" -a -n "$unsigned" -a -n "$watched" -a -n "$photo" -a -n "$paper" ]

# ---- the rows
row='' run='' code=0 served=0 unserved=0 name=''
: >"$work/says"
# Runs what stands and judges what it said.
judge() {
	[ -n "$run" ] || return
	(eval "$run") >"$work/out" 2>&1 </dev/null
	ended=$?
	why=''
	[ "$ended" -eq "$code" ] || why="ended with $ended, wanted $code; "
	while read -r word pattern; do
		if grep -qE -- "$pattern" "$work/out"; then found=says; else found=never; fi
		[ "$word" = $found ] || why="$why$word $pattern; "
	done <"$work/says"
	if [ -z "$why" ]; then ok "row__is_served__$name"; else
		sed -i '13,$d' "$work/out"
		echo "$run: $why" >>"$work/out"
		not_ok "row__is_served__$name"
	fi
	run='' code=0
	: >"$work/says"
}
while IFS= read -r line; do
	case $line in
	'  run '*)
		judge
		run=${line#  run }
		;;
	'  says '* | '  never '*) echo "${line#  }" >>"$work/says" ;;
	'  code '*) code=$((${line#  code })) ;;
	'  by '*) served=$((served + 1)) ;;
	'  not served:'*) unserved=$((unserved + 1)) ;;
	[二三附]*[0-9a-z]'  '*)
		judge
		name=$(echo "${line%%  *}" | tr ' ' '_')
		;;
	'  '*)
		echo "$line" >"$work/out"
		not_ok "row__has__a_known_line__$name"
		;;
	esac
done <"$rows"
judge
ids() { sed -n 's/^\([二三附][^ ]*\( [0-9][a-z]*\)\{0,1\}\)  .*/\1/p' "$rows"; }
holds rows__have__numbers_of_their_own [ "$(ids | sort | uniq -d)" = "" ]
holds rows__are__served_or_not [ "$(ids | wc -l)" -eq $((served + unserved)) ]
holds rows__that_nothing_serves__are_counted [ "$unserved" -eq "$(sed -n 's/^Not served: \([0-9]*\) of .*/\1/p' "$rows")" ]
holds rows__are__counted [ $((served + unserved)) -eq "$(sed -n 's/^Not served: [0-9]* of \([0-9]*\) rows.*/\1/p' "$rows")" ]

# ---- and the county as a whole
"$program" check >"$work/out" 2>&1
holds county__has__no_error [ "$(awk '/found at +errors/ { exit } $1 > 0 && $5 == "error:"' "$work/out")" = "" ]
tap_end
