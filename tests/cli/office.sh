#!/bin/sh
# The office of a county through its life: one officer, then three on two laptops, one who loses his key, a laptop put back from last week's
# copy, a new laptop that receives, and all keys lost. Nothing that was signed falls. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
mkdir "$work/stick"
lacks() { ! grep -qF -- "$1" "$work/out"; }
says() { grep -qF -- "$1" "$work/out"; }
on() {
	laptop=$1
	shift
	LOUCE_HOME="$work/$laptop/home" "$louce" "$@" -w "$work/$laptop/w.louce" --passphrase-file "$work/pass"
}
keys() { for who in $2; do LOUCE_HOME="$work/$1/home" "$louce" key new "$who" --passphrase-file "$work/pass" >/dev/null; done; }
stick="$work/stick"
village=451224204201
# carry FROM WHO TO [OPTION...]: a stick from one laptop, taken in on the other
carry() {
	from=$1 who=$2 to=$3
	shift 3
	rm -f "$stick/$from-$to.louce"
	on "$from" export "$stick/$from-$to.louce" --as "$who" "$@" >"$work/carried" 2>&1 && on "$to" import "$stick/$from-$to.louce" >>"$work/carried" 2>&1
}
list() { # DOOR OWNER
	echo "{\"village\":\"$village\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"$1\",\"owner_name\":\"$2\"}" >"$work/listing.json"
	on village fill --new listing --data "$work/listing.json" --as Anna
}
houses() { sqlite3 "$work/$1/w.louce" 'SELECT count(*) FROM building WHERE division IS NOT NULL'; }
# What each house's own state is: the foundings stand in the hash of an area alone.
states_of() { sqlite3 "$work/$1/w.louce" 'SELECT hex(root), hex(hash), division FROM building ORDER BY root'; }
stands() { [ "$(states_of "$1")" = "$(cat "$work/states")" ]; }
keep_states() { states_of "$1" >"$work/states"; }
last_step() { sed -n 's,.*louce endorse \([0-9a-f]*\) .*,\1,p' "$work/out"; }
code_of() { sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$1"; }
receipts() { sqlite3 "$work/$1/w.louce" "SELECT count(*) FROM place WHERE kind = 'receipt'"; }

# ---- a county begins with one officer
mkdir "$work/a" "$work/b" "$work/village"
keys a O1
keys b "O2 O3"
keys village Anna
does county__begins__with_one_officer env LOUCE_HOME="$work/a/home" "$louce" init county "$work/a/w.louce" --county 451224 --name 东兰县 \
	--officer O1 --passphrase-file "$work/pass"
does pack__is_in_force__by_one_officer on a forms publish "$LOUCE_DATADIR/forms" --as O1
on village init device "$work/village/w.louce" --empty >/dev/null 2>&1
on b init device "$work/b/w.louce" --empty >/dev/null 2>&1
does village__follows__the_county carry a O1 village
on village request Anna --role inspector --area $village >"$work/request" 2>&1
carry village Anna a
on a issue "$(code_of "$work/request")" --as O1 >/dev/null 2>&1
carry a O1 village --to Anna
list 11 韦建国 >/dev/null 2>&1
list 12 韦建军 >/dev/null 2>&1
does village__hands__in carry village Anna a --to county_officer
on a receipt --as O1 >/dev/null 2>&1
holds receipt__is_written__by_the_one_officer [ "$(receipts a)" -gt 0 ]
holds houses__are__here [ "$(houses a)" = 2 ]
keep_states a
holds states__are__there [ "$(grep -c "$village" "$work/states")" = 2 ]

# ---- and becomes three by a later genesis, on two laptops
does second_laptop__follows carry a O1 b
on b request O2 --role county_officer --area 451224 --issues inspector --portable >"$work/o2" 2>&1
on b request O3 --role county_officer --area 451224 --issues inspector --portable >"$work/o3" 2>&1
does requests__travel carry b O2 a
does requests__travel__both carry b O3 a
does officers__become__three on a officers --officer O1 --officer O2 --officer O3 --threshold 2 --as O1
step=$(last_step)
does later_founding__travels carry a O1 b
does new_officer__agrees__on_his_laptop on b endorse "$step" --as O2
holds new_officer__is_told__what_he_agreed_to says "Agreed to: new officers, "
holds new_officer__is_told__that_it_has_its_effect says "It has its effect now."
holds new_officer__is_told__what_he_agreed_to says "Agreed to: new officers, 2 must agree: O1 O2 O3"
does his_word__travels_back carry b O2 a --to county_officer
on a endorse >"$work/out" 2>&1
holds three_officers__are__in_force says "Nothing waits for the officers to agree."
holds nothing__falls__when_one_becomes_three stands a
holds houses__are__still_here [ "$(houses a)" = 2 ]
carry a O1 village --to Anna
holds nothing__falls__in_the_village stands village

# ---- one loses his key and is replaced
keys a O4
on a request O4 --role county_officer --area 451224 --issues inspector --portable >/dev/null 2>&1
does lost_key__is_replaced on a officers --officer O1 --officer O2 --officer O4 --threshold 2 --as O1
step=$(last_step)
does who_comes__agrees on a endorse "$step" --as O4
holds who_comes__is_told__that_others_must_agree says "It waits for more officers to agree."
carry a O1 b --to O2
cp -R "$work/b" "$work/rival"
does who_stays__agrees on b endorse "$step" --as O2
carry b O2 a --to county_officer
refuses who_lost_his_key__may_nothing 3 "revoked" on b receipt --as O3
holds nothing__falls__when_one_is_replaced stands a

# ---- he who lost it and another had signed a second founding for the same place: whichever is followed, that is an alarm
cp -R "$work/a" "$work/alarmed"
does two_officers__sign__a_second_founding on rival officers --officer O1 --officer O2 --officer O3 --threshold 2 --as O3
step=$(last_step)
does second_founding__is__agreed_to on rival endorse "$step" --as O2
does rivals__meet on rival export "$stick/rival.louce" --to O1 --all --as O2
does rivals__are__taken_in on alarmed import "$stick/rival.louce"
on alarmed status >"$work/out" 2>&1
holds rivals__are__told_by_status says "2 foundings of the county contend with each other"
on alarmed status --json >"$work/out" 2>&1
holds rivals__are__told_to_programs says '"contending_foundings":2'
on alarmed verify "$work/alarmed/w.louce" >"$work/out" 2>&1
holds rivals__are__told_by_verify says "2 foundings of the county contend with each other"
on alarmed endorse >"$work/out" 2>&1
holds rivals__wait__for_no_endorsement says "Nothing waits for the officers to agree."
on a status >"$work/out" 2>&1
holds no_alarm__is__given_without_rivals lacks "contend"

# ---- the receiving laptop is put back from last week's copy
cp "$work/a/w.louce" "$work/last-week.louce"
list 13 韦建民 >/dev/null 2>&1
carry village Anna a --to county_officer
on a receipt --as O1 >/dev/null 2>&1
carry a O1 b --to O2
carry a O1 village --to Anna
keep_states a
cp "$work/last-week.louce" "$work/a/w.louce"
refuses restored__signs__nothing_yet 3 "older copy" on a receipt --as O1
on b export "$stick/back.louce" --to O1 --all --as O2 >/dev/null 2>&1
does restored__takes_back__from_a_stick on a import "$stick/back.louce"
holds nothing__falls__when_a_laptop_is_put_back stands a
list 14 韦建华 >/dev/null 2>&1
does restored__receives__again carry village Anna a --to county_officer --all
does restored__writes__receipts on a receipt --as O1
holds restored__has__all_houses [ "$(houses a)" = 4 ]
does restored__verifies on a verify "$work/a/w.louce"
carry a O1 b --to O2
keep_states a

# ---- another laptop receives from now on
on b request O2 --role county_officer --area 451224 --issues inspector >"$work/here" 2>&1
here=$(code_of "$work/here" | tr -d ' ' | cut -c1-16)
refuses new_receiver__needs__a_right_for_just_it 3 "nobody named has a right for just the laptop" on b officers --officer O1 \
	--officer "$(sqlite3 "$work/b/w.louce" "SELECT lower(hex(id)) FROM step WHERE body LIKE '%\"name\":\"O2\"%' AND body LIKE '%\"kind\":\"credential\"%' LIMIT 1")" \
	--officer O4 --threshold 2 --receive-here --as O2
does new_receiver__is_named on b officers --officer O1 \
	--officer "$(sqlite3 "$work/b/w.louce" "SELECT lower(hex(id)) FROM step WHERE body LIKE '%\"name\":\"O2\"%' AND body LIKE '%\"kind\":\"credential\"%' LIMIT 1")" \
	--officer "$here" --officer O4 --threshold 2 --receive-here --as O2
step=$(last_step)
carry b O2 a --to O1
does new_receiver__is_agreed_to on a endorse "$step" --as O1
does new_receiver__hears_it carry a O1 b --to O2
holds nothing__falls__when_another_laptop_receives stands a
holds nothing__falls__on_the_new_receiver stands b
list 15 韦建平 >/dev/null 2>&1
before=$(receipts b)
carry village Anna b --to county_officer --all
does new_receiver__writes__receipts on b receipt --as O2
holds new_receiver__wrote__one [ "$(receipts b)" -gt "$before" ]
before=$(receipts a)
does old_receiver__takes_in__what_comes carry village Anna a --to county_officer --all
on a receipt --as O1 >/dev/null 2>&1
holds old_receiver__writes__none_any_more [ "$(receipts a)" = "$before" ]
holds new_receiver__has__all_houses [ "$(houses b)" = 5 ]
keep_states b

# ---- all keys are lost
rm -rf "$work/b/home/keys" "$work/a"
keys b N1
on b request N1 --role county_officer --area 451224 --issues inspector >/dev/null 2>&1
does county__is_founded__anew on b officers --officer N1 --threshold 1 --anew --as N1
digits=$(code_of "$work/out")
holds nothing__falls__when_the_county_is_founded_anew stands b
does new_officer__acts on b receipt --as N1
on b export "$stick/anew.louce" --to Anna --all --as N1 >"$work/out" 2>&1
does anew__travels on village import "$stick/anew.louce"
on village follow >"$work/out" 2>&1
holds anew__is_not__followed_by_itself says "not followed, by somebody who is not known here"
refuses follow__refuses__too_few_digits 3 "at least the first 16 digits" on village follow 0123
refuses follow__refuses__what_is_not_here 3 "are not those of this file: listen once more" on village follow 0123456789abcdef0123
does anew__is_followed__by_its_digits on village follow "$digits"
on village follow >"$work/out" 2>&1
holds anew__is__in_force says "followed, in force"
# What a person chose by its digits stays chosen when a clean file is made of an altered one, and what the others said they have stays said.
choices() {
	sqlite3 "$work/village/w.louce" "SELECT hex(genesis), how FROM pin ORDER BY n; SELECT hex(author), hex(device), body FROM ack ORDER BY n;
		SELECT hex(id), hex(carrier) FROM request ORDER BY n; SELECT hex(id), hex(carrier) FROM pending ORDER BY n"
	on village status --json | sed -n 's/.*"state_hash":"\([0-9a-f]*\)".*/\1/p'
}
choices >"$work/choices"
sqlite3 "$work/village/w.louce" 'CREATE INDEX mine ON step (sig)'
does altered_file__is_made_clean on village rebuild
choices >"$work/choices-after"
holds rebuild__keeps__whom_the_person_chose__and_what_others_have diff "$work/choices" "$work/choices-after"
holds choices__hold__a_person_s_pin grep -qE '\|2$' "$work/choices"
holds nothing__falls__in_the_village_either stands village
list 16 韦建安 >"$work/out" 2>&1
does village__signs__on carry village Anna b --to county_officer
holds new_office__has__all_houses [ "$(houses b)" = 6 ]
for laptop in b village; do
	does "verify__proves__$laptop" on $laptop verify "$work/$laptop/w.louce"
done
echo "1..$n"
