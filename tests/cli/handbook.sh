#!/bin/sh
# The handbook that is installed: every chapter in both languages and all three forms; and what its texts must be. tests/ui/test-handbook does the steps.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
made=$LOUCE_DATADIR/handbook source=$LOUCE_SRC/doc/handbook tool=$LOUCE_BUILD/doc/handbook/handbook
# A share that a test made of its own has none.
[ -d "$made" ] || made=$LOUCE_BUILD/share/handbook

# words LANG FILE: is the first sentence of every step in FILE, white space left out?
words() {
	tr -d ' \n\r\014' <"$2" >"$work/squeezed"
	for chapter in $(cat "$source/order"); do
		sed -n 's/^ *[0-9][0-9]*\. //p' "$source/$1/$chapter" | cut -c 1-24 | iconv -c -f UTF-8 -t UTF-8 | tr -d ' ' | while read -r step; do
			grep -qF -e "$step" "$work/squeezed" || { echo "$1 $chapter: $step"; exit 1; }
		done || return 1
	done
}
for lang in zh en; do
	does "text__has__every_step__$lang" words "$lang" "$made/handbook.$lang.txt"
	sed 's/<[^>]*>//g; s/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g' "$made/handbook.$lang.html" >"$work/plain"
	does "html__has__every_step__$lang" words "$lang" "$work/plain"
	keeps_from "html__runs_and_fetches__nothing__$lang" '<script|<img|<link|https?:' cat "$made/handbook.$lang.html"
	holds "steps__are_the_same__in_both_languages__$lang" [ "$(cat "$source/zh/"* | grep -cE '^ *[0-9]+\. ')" = "$(cat "$source/$lang/"* | grep -cE '^ *[0-9]+\. ')" ]
	if [ -e "$made/handbook.$lang.pdf" ] && command -v pdftotext >/dev/null; then
		pdftotext -raw "$made/handbook.$lang.pdf" "$work/pdf"
		does "pdf__has__every_step__$lang" words "$lang" "$work/pdf"
	fi
done
# Every role but those that stand in no chapter leads to one; each role named is one of the form pack.
for role in $(cut -d ' ' -f 1 "$source/roles" | grep -v '^-'); do
	holds "chapter__is_for__a_role_there_is__$role" grep -qE "^ *- role: $role\$" "$LOUCE_SRC/forms/pack.yaml"
done
holds roles__are_installed__with_the_numbers_of_their_chapters grep -qx 'inspector 1' "$made/handbook.roles"
does help__says__where_the_handbook_is "$louce" help
holds help__says__where_the_handbook_is_and_names_it grep -qF "handbook/handbook.en.html" "$work/out"

# with SED-SCRIPT: the handbook made of texts of which one was changed so.
with() {
	chmod -R u+w "$work/book" 2>/dev/null
	rm -rf "$work/book"
	cp -r "$source" "$work/book" && chmod -R u+w "$work/book"
	sed -i "$1" "$work/book/en/team-day"
	"$tool" "$work/book" "$LOUCE_DATADIR/locale" "$work/made"
}
refuses step__out_of_order__is_named 1 'the steps are not numbered' with 's/^3\. /4. /'
refuses step_without_a_page__is_named 1 'no page is captured' with '/page: home$/d'
refuses deed_that_there_is_not__is_named 1 'a test does no such thing' with 's/^ *keys: demo Enter/   klick: demo/'
refuses page_that_nobody_captured__is_named 1 'team-day-nowhere' with 's/page: home$/page: nowhere/'
refuses chapter_that_says_not_for_whom__is_refused 1 'whom it is for' with '/^for:/d'
tap_end
