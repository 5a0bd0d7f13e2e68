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
*)
	echo "no such deed: $1" >&2
	exit 1
	;;
esac
