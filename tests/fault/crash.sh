#!/bin/sh
# kill -9 before many changes of an import and an export: the workspace holds all of a file or nothing of it and proves itself; what stood on the
# stick before is there byte for byte, or the new file whole. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
. "${LOUCE_SRC:-.}/tests/support/kill.sh"
export LOUCE_HOME="$work/demo/home"
size() { stat -c %s "$1" 2>/dev/null || echo 0; }
steps() { "$louce" status -w "$1" --json 2>>"$work/out" | sed 's/.*"steps":\([0-9]*\).*/\1/'; }
rows_in() { sqlite3 "$1" 'SELECT count(*) FROM step'; } # of a file that louce has opened already
export_to() { "$louce" export "$1" -w "$work/demo/county.louce" --as "$officer" --passphrase-file "$work/pass"; }

"$demo" "$work/demo" --buildings 20 --seed ui --single
officer=$(LOUCE_WORKSPACE="$work/demo/county.louce" holder county_officer 451224)
mkdir "$work/stick"
export_to "$work/stick/all.louce" >"$work/out" 2>&1
holds export__is_made [ "$(size "$work/stick/all.louce")" -gt 1000000 ]
all=$(sqlite3 "$work/stick/all.louce" 'SELECT count(*) FROM step')
"$louce" init device "$work/new.louce" --empty >"$work/out" 2>&1

# ---- import: killed before, while and after the pages are written
killed=0 torn=0 wrong=0 unsaid=0 none=0 there=0 journals=0
import_killed() { # NUMBER
	rm -f "$work"/w.louce*
	cp "$work/new.louce" "$work/w.louce" && cp "$work/new.louce.local" "$work/w.louce.local"
	kill_before "$1" "$work/w.louce" import -w "$work/w.louce" "$work/stick/all.louce"
	was_killed=$?
	# who may only read says what happened; a workspace opened by its own name is made whole
	if [ -s "$work/w.louce-journal" ] && ! "$louce" verify "$work/w.louce" >"$work/out" 2>&1; then
		journals=$((journals + 1))
		grep -q "takes back what is half written" "$work/out" || unsaid=$((unsaid + 1))
	fi
	case $(steps "$work/w.louce") in
	0) none=$((none + 1)) ;;
	"$all") there=$((there + 1)) ;;
	*) torn=$((torn + 1)) ;;
	esac
	"$louce" verify "$work/w.louce" >"$work/out" 2>&1 || wrong=$((wrong + 1))
	"$louce" import -w "$work/w.louce" "$work/stick/all.louce" >"$work/out" 2>&1
	[ "$(rows_in "$work/w.louce")" = "$all" ] || wrong=$((wrong + 1))
	[ $was_killed -eq 0 ] && killed=$((killed + 1))
}
kill_all_over import_killed
echo "# $killed imports killed: nothing was there $none times, all of it $there times, half of it to be taken back $journals times"
holds import__was_killed__at_many_changes [ $killed -ge 10 ]
holds import__leaves__all_or_nothing [ $torn -eq 0 ]
holds import__ended__with_nothing_and_with_all [ $none -gt 0 -a $there -gt 0 ]
holds verify__says__that_it_was_half_written [ $unsaid -eq 0 -a $journals -gt 0 ]
holds import__leaves__a_file_that_proves_itself [ $wrong -eq 0 ]
"$louce" status -w "$work/w.louce" --json >"$work/a"
"$louce" status -w "$work/demo/county.louce" --json | sed 's/.*state_hash/state_hash/' >"$work/b"
holds import__gives__the_same_state_afterwards grep -qF "$(cut -c 14-77 "$work/b")" "$work/a"

# ---- a roster: each of its rows is a step of its own, and all of them are one act
r=1
echo '村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）' >"$work/roster.csv"
while [ $r -le 30 ]; do
	echo "451224204201,板坡,农村道路,$r,覃秀英" >>"$work/roster.csv"
	r=$((r + 1))
done
roster_to() { "$louce" roster import "$work/roster.csv" -w "$work/w.louce" --as "$officer" --passphrase-file "$work/pass"; }
before=$(steps "$work/demo/county.louce")
killed=0 torn=0 wrong=0 none=0 there=0
roster_killed() { # NUMBER
	rm -f "$work"/w.louce*
	cp "$work/demo/county.louce" "$work/w.louce" && cp "$work/demo/county.louce.local" "$work/w.louce.local"
	kill_before "$1" "$work/w.louce" roster import "$work/roster.csv" -w "$work/w.louce" --as "$officer" --passphrase-file "$work/pass"
	was_killed=$?
	"$louce" rebuild -w "$work/w.louce" >"$work/out" 2>&1 # takes back what is half written, as any opening does
	found=$(($(rows_in "$work/w.louce") - before))
	if [ $found -eq 0 ]; then none=$((none + 1)); elif [ $found -ge 30 ]; then there=$((there + 1)); else torn=$((torn + 1)); fi
	"$louce" verify "$work/w.louce" >"$work/out" 2>&1 || wrong=$((wrong + 1))
	roster_to >"$work/out" 2>&1 && grep -q "30 rows; \(30 added, 0\|0 added, 30\) stood already" "$work/out" || wrong=$((wrong + 1))
	[ $was_killed -eq 0 ] && killed=$((killed + 1))
}
kill_all_over roster_killed
echo "# $killed rosters killed: no row was there $none times, all rows $there times"
holds roster__was_killed__at_many_changes [ $killed -ge 10 ]
holds roster__leaves__all_rows_or_none [ $torn -eq 0 ]
holds roster__ended__with_nothing_and_with_all [ $none -gt 0 -a $there -gt 0 ]
holds roster__is_taken__after_it_was_killed [ $wrong -eq 0 ]

# ---- export: over an earlier one
cp "$work/stick/all.louce" "$work/earlier"
killed=0 lost=0 kept=0 new=0
export_killed() { # NUMBER
	cp "$work/earlier" "$work/stick/all.louce"
	kill_before "$1" "$work/stick" export "$work/stick/all.louce" -w "$work/demo/county.louce" --as "$officer" --passphrase-file "$work/pass"
	was_killed=$?
	if cmp -s "$work/earlier" "$work/stick/all.louce"; then
		kept=$((kept + 1))
	elif "$louce" import -w "$work/w.louce" "$work/stick/all.louce" >"$work/out" 2>&1; then
		new=$((new + 1))
	else
		lost=$((lost + 1))
	fi
	[ $was_killed -eq 0 ] && killed=$((killed + 1))
}
kill_all_over export_killed
echo "# $killed exports killed: the earlier file was there $kept times, the new one $new times"
holds export__ended__with_the_earlier_and_with_the_new_file [ $kept -gt 0 -a $new -gt 0 ]
holds export__was_killed__at_many_changes [ $killed -ge 10 ]
holds export__never_destroys__the_earlier_file [ $lost -eq 0 ]
export_to "$work/stick/all.louce" >"$work/out" 2>&1
holds export__writes__after_all_that [ $? -eq 0 ]
holds export__leaves__nothing_else_on_the_stick [ "$(ls -A "$work/stick")" = all.louce ]
"$louce" verify "$work/demo/county.louce" >"$work/out" 2>&1
holds workspace__proves_itself__after_killed_exports [ $? -eq 0 ]
echo "1..$n"
