#!/bin/sh
# A machine whose clock is wrong: it stops no act, it is told, the day is said once and kept. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
# The dynamic linker fills in $LIB, which another machine calls otherwise.
faketime=/usr/\$LIB/faketime/libfaketime.so.1
at() { # DAY [HOUR]
	echo "env LD_PRELOAD=$quick_keys:$faketime DONT_FAKE_MONOTONIC=1 FAKETIME=@$1T${2:-12}:00:00 FAKETIME_FMT=%Y-%m-%dT%H:%M:%S"
}
if [ "$($(at 2022-09-01) date +%F)" != 2022-09-01 ]; then
	echo '1..0 # SKIP faketime is not here'
	exit 0
fi
export LANGUAGE=en LC_ALL=C.UTF-8 LOUCE_HOME="$work/d/home"
unset LOUCE_CLOCK
export LOUCE_WORKSPACE="$work/d/county.louce"
today=2026-11-28
right=$(at $today)
$(at 2026-11-27) "$demo" "$work/d" --today 2026-11-27 --buildings 20 --seed ui --single
house=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(root)) FROM building LIMIT 1")
inspector=$(holder inspector) officer=$(holder county_officer)
village=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.areas[0]' FROM step WHERE body ->> '\$.data.person' = '$inspector' LIMIT 1")
cat >"$work/listing.json" <<J
{"village":"$village","group_name":"那亮","road":"农村道路","door_no":"DOOR","owner_name":"韦建国","listed_use":"1"}
J
door=900
list() { # WHO: a house more
	door=$((door + 1))
	sed "s/DOOR/$door/" "$work/listing.json" >"$work/house.json"
	on "$1" fill --new listing --data "$work/house.json"
}
# The clock goes on from command to command, however long each takes: a machine that is slow today is no wrong clock.
ticks=0
tick() {
	ticks=$((ticks + 1))
	now=$(echo "$clock" | sed "s/:00:00 /:$(printf '%02d:%02d' $((ticks / 4 % 60)) $((ticks % 4 * 15))) /")
}
on() { # WHO COMMAND...
	who=$1
	shift
	tick
	$now "$louce" "$@" -w "$work/now/county.louce" --as "$who" --passphrase-file "$work/pass"
}
just() {
	tick
	$now "$louce" "$@" -w "$work/now/county.louce"
}
fresh() {
	rm -rf "$work/now"
	cp -r "$work/d" "$work/now"
}
clock=$right
fresh
keeps_from clock__right__is_not_spoken_of clock list "$inspector"

for day in 1970-03-01 2010-06-01 2099-06-01; do
	clock=$(at $day)
	fresh
	does "clock_of_${day}__lists__a_house" list "$inspector"
	holds "clock_of_${day}__is_told" grep -q "this machine's clock says $day.*--today" "$work/out"
	for act in "status" "report annex1" "history $house" "verify $work/now/county.louce"; do
		# shellcheck disable=SC2086
		does "clock_of_${day}__stops_not__${act%% *}" just $act
	done
	just due >"$work/out" 2>&1
	holds "clock_of_${day}__stops_not__due" [ $? -le 1 ]
	does "clock_of_${day}__stops_not__export" on "$inspector" export "$work/stick-$day.louce"
	does "clock_of_${day}__stops_not__import" just import "$work/stick-$day.louce"
	does "clock_of_${day}__stops_not__key" just key new "Zoe ${day%%-*}" --passphrase-file "$work/pass"
	does "clock_of_${day}__stops_not__receipt" on "$officer" receipt
	refuses "clock_of_${day}__refuses__a_day_that_is_none" 3 'is no day; write it as' just status --today 2026-02-30
	refuses "clock_of_${day}__refuses__a_day_of_another_age" 3 'is not from 2000 to 2099' just status --today 1999-12-31
	does "clock_of_${day}__takes__the_day" just rebuild --today "$today" --confirm-today
	keeps_from "clock_of_${day}__is_asked_about__once" clock list "$inspector"
	root=$(sqlite3 "$work/now/county.louce" "SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1")
	holds "clock_of_${day}__dates__by_the_answer" [ "$(just history "$root" --json 2>/dev/null | grep -c "\"at\":\"$today ")" -eq 1 ]
	clock=$right
	just status >"$work/out" 2>&1
	holds "clock_of_${day}__put_right__is_asked_about_again" grep -q "clock says" "$work/out"
	does "clock_of_${day}__put_right__takes__the_day" just rebuild --today "$today" --confirm-today
	keeps_from "clock_of_${day}__put_right__is_not_spoken_of" clock list "$inspector"
done
# A day that is unlikely is taken only when it is said to be sure; which day is taken is told.
clock=$right
fresh
refuses today__refuses__a_day_far_ahead 3 '2036-01-01 is over a year after all that is known here (2026-11-28); with --confirm-today it is taken all the same' just status --today 2036-01-01
refuses today__refuses__a_day_before_louce 3 '2002-09-01 is before this louce was made (2026-11-28); with --confirm-today' just status --today 2002-09-01
refuses today__refuses__before_it_signs 3 'is before this louce was made' on "$officer" receipt --today 2000-01-01
does today__near__is_taken just rebuild --today 2027-02-01
holds today__near__is_told grep -q 'from now on today is 2027-02-01 in this workspace; this machine says 2026-11-28' "$work/out"
does today__near__lists__a_house list "$inspector"
refuses today__refuses__a_day_before_what_was_signed_here 3 '2026-12-01 is before 2027-02-01, when something was signed on this laptop; with --confirm-today' on "$officer" receipt --today 2026-12-01
does today__sure__is_taken just rebuild --today 2036-01-01 --confirm-today
does today__is_told__by_status just status
holds today__is_told__by_status_in_words grep -q '^today is 2036-01-01 in this workspace; this machine says 2026-11-28' "$work/out"
does today__sure__is_taken_back just rebuild --today "$today" --confirm-today
does today__of_reading__holds_for_this_run just status --today 2027-01-02
holds today__of_reading__is_told grep -q "^today is 2027-01-02" "$work/out"
keeps_from today__of_reading__is_not_kept "today is" just status
keeps_from today__of_the_machine__is_not_told '^today is' just status
# A county is founded, and a laptop set up, on the day that was said.
clock=$(at 2010-06-01 12)
export LOUCE_HOME="$work/own"
"$louce" key new Otto --passphrase-file "$work/pass" >/dev/null 2>&1
does init_county__takes__the_day $clock "$louce" init county "$work/x.louce" --county 451224 --name X --officer Otto --passphrase-file "$work/pass" --today "$today"
clock=$(at 2010-06-01 13)
keeps_from init_county__keeps__the_day 'clock says' $clock "$louce" status -w "$work/x.louce"
begun=$(sqlite3 "$work/x.louce" "SELECT min(json_extract(body, '\$.at')) FROM step")
holds init_county__dates__by_the_day [ "$(date -u -d "@$((begun + 28800))" +%F)" = "$today" ]
rm -f "$work/x.louce.local"
does rebuild__takes__the_day $clock "$louce" rebuild -w "$work/x.louce" --today "$today"
clock=$(at 2010-06-01 14)
keeps_from rebuild__keeps__the_day 'clock says' $clock "$louce" status -w "$work/x.louce"
refuses init_county__refuses__an_unlikely_day 3 '2002-09-01 is before this louce was made (2026-11-28); with --confirm-today' $clock "$louce" init county "$work/y.louce" --county 451224 --name X --officer Otto --passphrase-file "$work/pass" --today 2002-09-01
refuses init_county__refuses__a_day_that_is_none 3 'is no day; write it as' $clock "$louce" init county "$work/y.louce" --county 451224 --name X --officer Otto --passphrase-file "$work/pass" --today 2026-02-30
# Notes that cannot be read are set aside, and that is said, also by who only looks.
echo rubbish >"$work/x.louce.local"
"$louce" status -w "$work/x.louce" >"$work/out" 2>&1
holds status__says__that_notes_were_set_aside grep -q 'set aside' "$work/out"
tap_end
