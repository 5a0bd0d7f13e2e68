#!/bin/sh
# What a form's author must not see before he has filled it is in no way out: every command is run with a planted value, by who may still
# have to fill the form, and by nobody. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
sh "${LOUCE_SRC:-.}/tests/support/blind_county.sh" "$work" >"$work/out"
holds county__has__a_planted_value [ -s "$work/step" ]
village=451224204201 building=$(cat "$work/building") step=$(cat "$work/step")
author=$(cat "$work/author") checker=$(cat "$work/checker") secretary=$(cat "$work/secretary")

# ---- every command: a line each, with what it is asked. A command that is not here is not walked, and said so.
cat >"$work/walk" <<W
versions $building registration
versions $building registration --json
status
status --json
status --area $village --json
history $building
history $building --json
check
check --list
check --json
due
due --json
report roster --area $village
report roster --area $village --format csv
report planted_b --area $village
report planted_b --area $village --format csv
report planted_rules --area $village
report quality
people
people --json
key list --json
decide
endorse
follow
officers
receipt
sign team $building
fill $building registration --data $work/empty.json
withdraw $step
export $work/out.louce --json
verify
W
echo '{}' >"$work/empty.json"
"$louce" --help | sed -n 's/^  louce \([a-z]*\) .*/\1/p' | sort >"$work/commands"
# These change what the file is, or write about no house: demo init key request issue revoke forms roster import epoch rebuild.
{ cut -d' ' -f1 "$work/walk"; printf '%s\n' demo init key request issue revoke forms roster import epoch rebuild; } | sort -u >"$work/walked"
holds commands__are_walked__all cmp "$work/commands" "$work/walked"

walk() { # AS...
	rm -f "$work/shown"
	while read -r words; do
		rm -f "$work/out.louce"
		# shellcheck disable=SC2086
		"$louce" $words "$@" </dev/null >"$work/said" 2>&1
		grep -oE 'PLANTED-NAME|QR-PLANTED|PLANTED was found|"?floors_main"?: ?[0-9]' "$work/said" | sort -u | sed "s|^|$words: |" >>"$work/shown"
	done <"$work/walk"
	cat "$work/shown" >"$work/out"
}
walk --as "$checker" --passphrase-file "$work/pass"
holds commands__hide__a_blind_value__from_the_checker test ! -s "$work/shown"
walk
holds commands__hide__a_blind_value__from_nobody_unlocked test ! -s "$work/shown"
walk --as "$author" --passphrase-file "$work/pass"
for command in history versions; do
	holds "commands__show__it__to_its_author__$command" grep -q "^$command.*PLANTED-NAME" "$work/shown"
done
walk --as "$secretary" --passphrase-file "$work/pass"
for command in history versions 'report planted_b' 'report planted_rules' check; do
	holds "commands__show__it__to_a_secretary__$command" grep -q "^$command.*PLANTED" "$work/shown"
done
echo '{"photo_floors":3}' >"$work/check.json"
does fill__signs__the_photo_check as "$checker" fill "$building" photo_check --data "$work/check.json"
walk --as "$checker" --passphrase-file "$work/pass"
for command in history versions 'report planted_b' 'report planted_rules' check; do
	holds "commands__show__it__once_the_form_stands__$command" grep -q "^$command.*PLANTED" "$work/shown"
done
tap_end
