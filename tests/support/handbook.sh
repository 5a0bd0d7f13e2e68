#!/bin/sh
# What happens away from the screens while a chapter of the handbook is done: handbook.sh DEED WORD..., in the folder of the chapter's laptops.
# LOUCE: the program, DEMO: the demonstration from which the laptops were copied.
set -e
case $1 in
people) # LAPTOP WORD: keys of other people than those with the word beside their name are no more there
	LANGUAGE=en LOUCE_HOME=$2/home "$LOUCE" key list -w "$2/county.louce" | grep -v "$3" | while read -r person rest; do
		rm "$2/home/keys/$person"*.key
	done
	;;
sticks) # what twenty sticks of the villages hold lies on ours; made once
	if [ ! -d "$DEMO/twenty" ]; then
		mkdir "$DEMO/twenty.new"
		cp -r "$DEMO/laptops" "$DEMO/villages"
		for number in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
			set -- "$DEMO/villages"/????????????
			shift $((1$number % $#))
			village=${1##*/}
			export LOUCE_HOME="$1/home"
			inspector=$(LANGUAGE=en "$LOUCE" key list -w "$1/$village.louce" | sed -n '/inspector/{s/ .*//p;q}')
			printf 'village,group_name,road,door_no,owner_name,platform_no\n%s,那亮,农村道路,9%s,韦建国,YS0000009%s\n' "$village" "$number" "$number" >"$1/new.csv"
			echo demo >"$1/pass"
			"$LOUCE" roster import "$1/new.csv" -w "$1/$village.louce" --as "$inspector" --passphrase-file "$1/pass"
			"$LOUCE" export "$DEMO/twenty.new/$number-$village.louce" --to county_officer -w "$1/$village.louce" --as "$inspector" --passphrase-file "$1/pass"
		done
		for number in 04 11; do # two that were pulled out too early
			for file in "$DEMO/twenty.new/$number"-*; do truncate -s 40000 "$file"; done
		done
		touch -d 2022-09-01T08:30+0800 "$DEMO/twenty.new/"*
		mv "$DEMO/twenty.new" "$DEMO/twenty"
	fi
	cp -p "$DEMO/twenty/"* STICK/
	;;
three) # the sticks of three villages of a township; two of them list the same house. Made once
	if [ ! -d "$DEMO/three" ]; then
		mkdir "$DEMO/three.new"
		cp -r "$DEMO/laptops" "$DEMO/neighbours"
		for number in 1 2 3; do
			village=45122410000$number
			laptop=$DEMO/neighbours/$village
			export LOUCE_HOME="$laptop/home"
			inspector=$(LANGUAGE=en "$LOUCE" key list -w "$laptop/$village.louce" | sed -n '/inspector/{s/ .*//p;q}')
			printf 'village,group_name,road,door_no,owner_name,platform_no\n%s,那亮,农村道路,90%s,韦建国,YS00000970%s\n' "$village" "$number" $((number % 2)) >"$laptop/new.csv"
			echo demo >"$laptop/pass"
			# Of two houses alike in all else the one of the smaller id counts, and stands first: it is listed anew until that is the first one.
			case $number in 1) wanted='[0-7]*' ;; 3) wanted='[89a-f]*' ;; *) wanted='*' ;; esac
			cp -r "$laptop" "$laptop.before"
			for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
				"$LOUCE" roster import "$laptop/new.csv" -w "$laptop/$village.louce" --as "$inspector" --passphrase-file "$laptop/pass"
				root=$(sqlite3 "$laptop/$village.louce" "SELECT lower(hex(root)) FROM building ORDER BY building DESC LIMIT 1")
				# shellcheck disable=SC2254
				case $root in $wanted) break ;; esac
				[ "$try" -lt 20 ] && rm -rf "$laptop" && cp -r "$laptop.before" "$laptop"
			done
			rm -rf "$laptop.before"
			"$LOUCE" export "$DEMO/three.new/$village.louce" --to township_clerk -w "$laptop/$village.louce" --as "$inspector" --passphrase-file "$laptop/pass"
		done
		touch -d 2022-09-01T08:30+0800 "$DEMO/three.new/"*
		mv "$DEMO/three.new" "$DEMO/three"
	fi
	cp -p "$DEMO/three/"* STICK/
	;;
old) # what lies on the stick by now was written in the morning
	touch -d 2022-09-01T08:30+0800 STICK/*
	;;
*)
	echo "no such deed: $1" >&2
	exit 1
	;;
esac
