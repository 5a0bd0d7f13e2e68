#!/bin/sh
# Houses that a decision joins count once, as the one that was surveyed furthest, whatever their numbers. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
reports() { for name in annex1 annex2 hazards roster; do "$louce" report $name --format csv; done >"$work/$1" 2>&1; }
same() { cmp "$work/$1" "$work/$2"; }

"$louce" demo "$work/d" --buildings 20 --seed ui --single --no-ui >/dev/null 2>&1
cat >"$work/listing.json" <<'L'
{"village":"451224204201","group_name":"那亮","road":"农村道路","door_no":"91","owner_name":"韦建国"}
L
# Of the houses that a report counts one that nobody signed, with the largest number, and bare listings of it, four or more, until one has a smaller.
surveyed=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(b.root)) FROM building b JOIN value_classification v USING (building) \
	WHERE b.division LIKE '451224204%' AND v.conclusion IN ('1', '2') ORDER BY b.level, b.root DESC LIMIT 1")
[ -n "$surveyed" ] || { not_ok house__to_be_listed_again__is_there; tap_end; exit 1; }
reports before
twins= smallest=$surveyed count=0
while [ $count -lt 4 ] || { [ "$smallest" = "$surveyed" ] && [ $count -lt 400 ]; }; do
	count=$((count + 1))
	as 杨德胜 fill --new listing --data "$work/listing.json" >"$work/out" 2>&1
	twins="$twins $(sed -n 's/.*building \([0-9a-f]*\)/\1/p' "$work/out")"
	# shellcheck disable=SC2086
	smallest=$(printf '%s\n' "$surveyed" $twins | sort | head -n 1)
done
reports listed
does house_listed_again__is_counted_again test "$(wc -l <"$work/listed")" -eq $(($(wc -l <"$work/before") + count))
join() { for twin in $twins; do as 黄丽萍 decide same "$surveyed" "$twin" --reason "一户多册" || return 1; done; }
does decide__joins__all_of_them join
reports joined
does joined__counts__the_house_that_was_surveyed same before joined
does joined__has_a_smaller_number_among_them test "$smallest" != "$surveyed"
does status__says__how_many_are_joined sh -c "'$louce' status | grep -q '^$count more counted as another'"
"$louce" rebuild >/dev/null 2>&1
reports rebuilt
does joined__counts_the_same__after_a_rebuild same before rebuilt
does verify__proves__it "$louce" verify "$LOUCE_WORKSPACE"
# Undone for one: it counts again, the other three do not.
as 黄丽萍 decide apart "$surveyed" "$(echo $twins | cut -d' ' -f1)" --reason "看错了" >/dev/null 2>&1
reports apart
does apart__counts__one_again test "$(wc -l <"$work/apart")" -eq $(($(wc -l <"$work/before") + 1))
tap_end
