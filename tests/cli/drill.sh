#!/bin/sh
# The drill of a lost laptop: all of it was written onto a stick, and so was the key; the laptop is gone with its file, its notes and its home. On a new
# one everything is there again but what was being typed, and its owner signs once the office has given the right to the new laptop. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000
"$demo" "$work/made" --buildings 40 --seed levels >"$work/out" 2>&1 || echo "Bail out! no county"
village=451224100001
stick=$work/stick
mkdir "$stick"
says() { grep -qF -- "$1" "$work/out"; }
county() { LOUCE_HOME="$work/made/home" LOUCE_WORKSPACE="$work/made/county.louce" "$@"; }
laptop() { LOUCE_HOME="$work/made/laptops/$village/home" LOUCE_WORKSPACE="$work/made/laptops/$village/$village.louce" "$@"; }
new() { LOUCE_HOME="$work/new/home" LOUCE_WORKSPACE="$work/new/village.louce" "$@"; }
state() { "$louce" status --json | sed -n 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/p'; }
# What one sees who may read the village's private values.
register() { as "$inspector" report register --area $village --format csv; }

# ---- on the evening before: all of it, and the key, onto a stick
inspector=$(laptop holder inspector $village)
name=$(laptop "$louce" key list | sed -n "s/^$(echo "$inspector" | cut -c 1-8)  \([^ ]*\) .*/\1/p")
laptop state >"$work/state.before"
laptop register >"$work/register.before" 2>&1
holds before__private_values__are_read grep -q 0778 "$work/register.before"
does backup__is_written laptop as "$inspector" export "$stick/all.louce"
holds backup__is_written__and_proven says 'read back and proven'
does key__is_copied laptop "$louce" key copy "$inspector" "$stick"
holds key__is_copied__onto_the_stick [ -e "$stick/$inspector.key" ]

# ---- the laptop is gone
rm -rf "$work/made/laptops/$village"
mkdir -p "$work/new/home"

# ---- the new one begins with the stick
does device__begins__with_the_stick new "$louce" init device "$work/new/village.louce" "$stick/all.louce"
holds device__compares__the_founding says 'Compare these digits with the county office'
refuses key__is_not_put_back__from_where_it_is_not 3 'there is no key of' new "$louce" key restore "$inspector"
refuses key__is_not_put_back__of_what_is_none 3 'all.louce' new "$louce" key restore "$stick/all.louce"
does key__is_put_back new "$louce" key restore "$stick/$inspector.key"
refuses key__is_put_back__once 3 'lies there already' new "$louce" key restore "$stick/$inspector.key"
holds keys__are_closed_to_others test "$(stat -c %a "$work/new/home/keys")" = 700
new state >"$work/state.after"
holds restored__has__the_same_state_hash cmp "$work/state.before" "$work/state.after"
holds restored__has__a_state_hash [ -s "$work/state.after" ]
does restored__verifies new "$louce" verify "$work/new/village.louce"
new "$louce" doctor >"$work/out" 2>&1 # by the clock of this test it has a word to say
holds doctor__is_content__with_its_file grep -qE '^fine +file ' "$work/out"
holds doctor__is_content__with_its_key grep -qE '^fine +keys +1 person can sign here' "$work/out"

# ---- the right was for the laptop that is gone: it is asked for, and given, anew
printf '{"village":"%s","group_name":"那亮","road":"农村道路","door_no":"77","owner_name":"韦建国"}' $village >"$work/v.json"
refuses new_laptop__signs_nothing__before_it_has_the_right 3 'may sign on another laptop only' new as "$inspector" fill --new listing --data "$work/v.json"
does right__is_asked_for new "$louce" request "$inspector" --role inspector --area $village --passphrase-file "$work/pass"
code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out")
does request__travels new "$louce" export "$stick/ask.louce" --as "$inspector" --passphrase-file "$work/pass"
does office__takes_it_in county "$louce" import "$stick/ask.louce"
officer=$(county holder county_officer)
does office__takes__the_lost_laptops_right_back county as "$officer" revoke "$name" --reason mistake
does office__gives__the_right_anew county as "$officer" issue "$code" --sure
does answer__travels county as "$officer" export "$stick/answer.louce" --to "$inspector" --all
does new_laptop__takes_it_in new "$louce" import "$stick/answer.louce"
# Private values are read with the old key, under the new right.
new register >"$work/register.after" 2>&1
sed "/\\.louce/d" "$work/register.before" >"$work/1"
sed "/\\.louce/d" "$work/register.after" >"$work/2"
diff "$work/1" "$work/2" >"$work/out"
holds restored__reads__the_same_private_values [ ! -s "$work/out" ]
does new_laptop__signs__again new as "$inspector" fill --new listing --data "$work/v.json"
new state >"$work/state.then"
holds new_laptop__goes_on sh -c "! cmp -s '$work/state.after' '$work/state.then'"
tap_end
