# From Unicode's readings of Han characters to a table in C: for each code point a mask of the first letters (a is bit 0) of all its
# Mandarin readings. Every field that holds pinyin is read, for a name's character is often not read in its commonest way.
#   bzip2 -dc Unihan_Readings.txt.bz2 | awk -f pinyin.awk >pinyin_table.h
BEGIN {
	FS = "\t"
	# A first letter with a tone mark, as UTF-8.
	n = split("ā a á a ǎ a à a ē e é e ě e è e ê e ế e ề e ō o ó o ǒ o ò o ń n ň n ǹ n ḿ m", pair, " ")
	for (i = 1; i < n; i += 2) plain[pair[i]] = pair[i + 1]
	letters = "abcdefghijklmnopqrstuvwxyz"
	hex = "0123456789ABCDEF"
}
function number(text,    i, value) {
	value = 0
	for (i = 1; i <= length(text); i++) value = value * 16 + index(hex, substr(text, i, 1)) - 1
	return value
}
function initial(word,    mark) {
	if (index(letters, substr(word, 1, 1))) return substr(word, 1, 1)
	for (mark in plain) if (index(word, mark) == 1) return plain[mark]
	return ""
}
$2 == "kMandarin" || $2 == "kHanyuPinyin" || $2 == "kXHC1983" || $2 == "kHanyuPinlu" || $2 == "kTGHZ2013" {
	code = number(substr($1, 3))
	if (!((code >= 13312 && code <= 19903) || (code >= 19968 && code <= 40959))) next
	text = $3
	gsub(/[0-9.,*]+:/, " ", text)
	gsub(/\([0-9]*\)/, " ", text)
	gsub(/[,]/, " ", text)
	count = split(text, word, " ")
	for (i = 1; i <= count; i++) {
		letter = initial(word[i])
		if (letter != "" && !((code, letter) in seen)) {
			seen[code, letter] = 1
			mask[code] += 2 ^ (index(letters, letter) - 1)
		}
	}
}
END {
	print "/* Made from the readings of Unicode's Unihan database; see pinyin.awk. */"
	print "static const uint32_t readings_a[] = { /* U+3400 to U+4DBF */"
	for (code = 13312; code <= 19903; code++) printf "%d,%s", mask[code], code % 16 == 15 ? "\n" : ""
	print "};"
	print "static const uint32_t readings[] = { /* U+4E00 to U+9FFF */"
	for (code = 19968; code <= 40959; code++) printf "%d,%s", mask[code], code % 16 == 15 ? "\n" : ""
	print "};"
}
