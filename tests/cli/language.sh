#!/bin/sh
# Which language messages are in, by --lang, LANGUAGE and the locale, with no locale of that language on the machine; UTF-8 in every locale.
# Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
unset LANGUAGE LC_ALL LANG LC_MESSAGES LC_CTYPE
chinese=签名
# speaks NAME zh|en ASSIGNMENT... [-- ARGUMENT...]: the help is in that language, in UTF-8.
speaks() {
	name=$1 wanted=$2
	shift 2
	env "$@" >"$work/out" 2>&1 || { not_ok "$name"; return; }
	if iconv -f UTF-8 -t UTF-8 "$work/out" >/dev/null 2>&1 && { LC_ALL=C grep -q "$chinese" "$work/out"; [ $? -eq "$([ "$wanted" = zh ]; echo $?)" ]; }
	then ok "$name"; else not_ok "$name"; fi
}
speaks chinese__is_spoken__without_any_choice zh "$louce" --help
speaks chinese__is_spoken__in_the_C_locale zh LC_ALL=C "$louce" --help
speaks chinese__is_spoken__where_the_locale_is_not_installed zh LC_ALL=zh_CN.UTF-8 LOCPATH=/nonexistent "$louce" --help
speaks chinese__is_spoken__by_LANGUAGE_under_C_UTF_8 zh LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$louce" --help
speaks chinese__is_spoken__by_a_list zh LC_ALL=C.UTF-8 LANGUAGE=de:zh_CN:en "$louce" --help
speaks chinese__is_spoken__by_lang_under_C_UTF_8 zh LC_ALL=C.UTF-8 "$louce" --help --lang zh
speaks chinese__is_spoken__by_lang_in_the_C_locale zh LC_ALL=C LANGUAGE=en "$louce" --lang zh --help
speaks english__is_spoken__under_C_UTF_8 en LC_ALL=C.UTF-8 "$louce" --help
speaks english__is_spoken__by_lang en LC_ALL=C "$louce" --help --lang en
speaks english__is_spoken__by_LANGUAGE en LC_ALL=C LANGUAGE=en "$louce" --help
speaks english__is_spoken__where_it_stands_first en LC_ALL=C LANGUAGE=en:zh_CN "$louce" --help
refuses word_of_the_system__is_chinese__too 4 不是文件夹 env LC_ALL=C "$louce" forms check "$work/pass/x"

# What the C library's own reader would say depends on its version.
nm -D "$louce" >"$work/out" 2>&1
holds messages__are_looked_up__by_louce_alone sh -c "grep -q ' U ' '$work/out' && ! grep -qE 'dc?n?gettext|bindtextdomain' '$work/out'"

mkdir "$work/locales"
if localedef -i zh_CN -f GB18030 "$work/locales/zh_CN.GB18030" >/dev/null 2>&1; then
	speaks utf_8__is_written__in_a_GB_18030_locale zh LOCPATH="$work/locales" LC_ALL=zh_CN.GB18030 "$louce" --help
else
	ok "utf_8__is_written__in_a_GB_18030_locale # SKIP no localedef with GB 18030"
fi

# A catalogue that is none: English, and a word.
mkdir -p "$work/data/locale/zh_CN/LC_MESSAGES"
head -c 2000 "$LOUCE_DATADIR/locale/zh_CN/LC_MESSAGES/louce.mo" >"$work/data/locale/zh_CN/LC_MESSAGES/louce.mo"
refuses catalogue__that_is_cut_off__is_named 0 "is damaged, messages stay in English; install louce again" \
	env LOUCE_DATADIR="$work/data" LC_ALL=C "$louce" --help
holds catalogue__that_is_cut_off__leaves_english grep -q "signed safety surveys" "$work/out"
tap_end
