#include "base/i18n.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/plural.h"
#include "base/text.h"

/* A catalogue as msgfmt writes it (GNU gettext's manual, "The Format of GNU MO Files"): two tables of texts, and two more of texts that hold the
 * name of a conversion whose letters differ between machines, such as <PRId64>. */

enum {
	MO_HEAD_BYTES = 28, /* of revision 0.0; 0.1 has five numbers more */
	CATALOGUE_MAX_BYTES = 16 << 20,
	PIECES_MAX = 64, /* of a text with names of conversions */
};
#define MO_MAGIC 0x950412deu
#define MO_LAST_PIECE 0xffffffffu

struct message {
	const char *text;	       /* what the sources say; of a number its first form */
	const char *translation, *end; /* its forms, each with a NUL, end behind the last one */
};

struct catalogue {
	struct catalogue *next;
	char *path;
	struct buf file;
	struct buf *built; /* texts put together from pieces */
	size_t built_count;
	bool swapped;		  /* written on a machine of the other byte order */
	struct message *messages; /* by text */
	size_t count;
	char *plural; /* the rule that chooses a form; NULL: two forms, as in English */
};

static struct catalogue *catalogues; /* those that were read */
static const struct catalogue *spoken;

/* ---- reading */

static bool
number_at(const struct catalogue *catalogue, uint64_t at, uint32_t *out)
{
	if (at + 4 > catalogue->file.len)
		return false;
	memcpy(out, catalogue->file.data + at, 4);
	if (catalogue->swapped)
		*out = __builtin_bswap32(*out);
	return true;
}

/* A text with its NUL behind it, whole in the file. */
static bool
text_at(const struct catalogue *catalogue, uint64_t table, uint64_t i, const char **text, size_t *len)
{
	uint32_t bytes, at;

	if (!number_at(catalogue, table + 8 * i, &bytes) || !number_at(catalogue, table + 8 * i + 4, &at))
		return false;
	if ((uint64_t)at + bytes >= catalogue->file.len || catalogue->file.data[(uint64_t)at + bytes] != '\0')
		return false;
	*text = catalogue->file.data + at;
	*len = bytes;
	return true;
}

/* The letters of the conversion that is named there on this machine; NULL: not known. Its length counts the NUL. */
static bool
conversion_at(const struct catalogue *catalogue, uint64_t at, const char **letters)
{
	static const struct {
		const char *name, *letters;
	} conversions[] = {
		{ "PRId64", PRId64 }, { "PRIi64", PRIi64 }, { "PRIu64", PRIu64 }, { "PRIx64", PRIx64 },	  { "PRIX64", PRIX64 },
		{ "PRId32", PRId32 }, { "PRIu32", PRIu32 }, { "PRIx32", PRIx32 }, { "PRIdMAX", PRIdMAX }, { "PRIuMAX", PRIuMAX },
	};
	uint32_t len, from;
	const char *name;

	if (!number_at(catalogue, at, &len) || !number_at(catalogue, at + 4, &from) || len == 0 ||
	    (uint64_t)from + len > catalogue->file.len || catalogue->file.data[(uint64_t)from + len - 1] != '\0')
		return false;
	name = catalogue->file.data + from;
	*letters = NULL;
	for (size_t i = 0; i < ARRAY_LEN(conversions); i++)
		if (strcmp(conversions[i].name, name) == 0)
			*letters = conversions[i].letters;
	return true;
}

/* Puts a text together from its pieces: so many bytes as they stand, then the letters of a conversion, until the last one. False: the file is
 * not right. *known false: it names a conversion that nobody here knows. */
static bool
build(const struct catalogue *catalogue, uint64_t at, uint32_t names, uint64_t names_at, struct buf *out, bool *known)
{
	uint32_t from, bytes, name;

	if (!number_at(catalogue, at, &from))
		return false;
	for (uint64_t piece = at + 4, stop = piece + 8 * PIECES_MAX; piece < stop; piece += 8) {
		const char *letters;

		if (!number_at(catalogue, piece, &bytes) || !number_at(catalogue, piece + 4, &name) ||
		    (uint64_t)from + bytes > catalogue->file.len)
			return false;
		buf_add(out, catalogue->file.data + from, bytes);
		from += bytes;
		if (name == MO_LAST_PIECE)
			return out->len > 0 && out->data[out->len - 1] == '\0';
		if (name >= names || !conversion_at(catalogue, names_at + 8 * (uint64_t)name, &letters))
			return false;
		if (letters)
			buf_text_add(out, letters);
		else
			*known = false;
	}
	return false;
}

static void
put(struct catalogue *catalogue, const char *text, const char *translation, size_t len)
{
	if (*translation)
		catalogue->messages[catalogue->count++] = (struct message){ text, translation, translation + len + 1 };
}

static bool
read_plain(struct catalogue *catalogue, uint32_t count, uint32_t texts, uint32_t translations)
{
	const char *text, *translation;
	size_t len, translated;

	for (uint32_t i = 0; i < count; i++) {
		if (!text_at(catalogue, texts, i, &text, &len) || !text_at(catalogue, translations, i, &translation, &translated) ||
		    !text_is_utf8(translation, translated))
			return false;
		put(catalogue, text, translation, translated);
	}
	return true;
}

static bool
read_pieces(struct catalogue *catalogue, uint32_t count, const uint32_t head[5])
{
	for (uint32_t i = 0; i < count; i++) {
		struct buf *text = &catalogue->built[2 * (size_t)i], *translation = text + 1;
		uint32_t text_from, translation_from;
		bool known = true;

		catalogue->built_count += 2;
		if (!number_at(catalogue, head[3] + 4 * (uint64_t)i, &text_from) ||
		    !number_at(catalogue, head[4] + 4 * (uint64_t)i, &translation_from) ||
		    !build(catalogue, text_from, head[0], head[1], text, &known) ||
		    !build(catalogue, translation_from, head[0], head[1], translation, &known) ||
		    !text_is_utf8(translation->data, translation->len))
			return false;
		if (known)
			put(catalogue, text->data, translation->data, translation->len - 1);
	}
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct message *)a)->text, ((const struct message *)b)->text);
}

/* What the catalogue says of itself, by its translation of nothing. */
static bool
read_head(struct catalogue *catalogue)
{
	const struct message nothing = { .text = "" };
	const struct message *head = bsearch(&nothing, catalogue->messages, catalogue->count, sizeof(*catalogue->messages), by_text);
	const char *rule = head ? strstr(head->translation, "plural=") : NULL;
	const char *charset = head ? strstr(head->translation, "charset=") : NULL;

	/* nplurals= ends with the same letters and stands before it. */
	while (rule && rule > head->translation && rule[-1] == 'n')
		rule = strstr(rule + 1, "plural=");
	if (rule)
		catalogue->plural = mem_strndup(rule + strlen("plural="), strcspn(rule + strlen("plural="), ";\n"));
	return charset && strncmp(charset, "charset=UTF-8", 13) == 0 && (!catalogue->plural || plural_is_right(catalogue->plural));
}

static bool
parse(struct catalogue *catalogue)
{
	uint32_t head[5] = { 0 }; /* names of conversions: count, table; texts with them: count, table, table of translations */
	uint32_t magic, revision, count, texts, translations;

	if (!number_at(catalogue, 0, &magic))
		return false;
	catalogue->swapped = magic != MO_MAGIC;
	if (!number_at(catalogue, 0, &magic) || magic != MO_MAGIC || !number_at(catalogue, 4, &revision) || revision >> 16 > 1 ||
	    !number_at(catalogue, 8, &count) || !number_at(catalogue, 12, &texts) || !number_at(catalogue, 16, &translations))
		return false;
	for (size_t i = 0; (revision & 0xffff) >= 1 && i < ARRAY_LEN(head); i++)
		if (!number_at(catalogue, MO_HEAD_BYTES + 4 * i, &head[i]))
			return false;
	if (count > catalogue->file.len / 16 || head[2] > catalogue->file.len / 8)
		return false;
	catalogue->messages = mem_array((size_t)count + head[2] + 1, sizeof(*catalogue->messages));
	catalogue->built = mem_array(2 * (size_t)head[2] + 1, sizeof(*catalogue->built));
	if (!read_plain(catalogue, count, texts, translations) || !read_pieces(catalogue, head[2], head))
		return false;
	qsort(catalogue->messages, catalogue->count, sizeof(*catalogue->messages), by_text);
	return read_head(catalogue);
}

static void
catalogue_free(struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->built_count; i++)
		buf_release(&catalogue->built[i]);
	buf_release(&catalogue->file);
	free(catalogue->built);
	free(catalogue->messages);
	free(catalogue->plural);
	free(catalogue->path);
	free(catalogue);
}

static enum status
catalogue_read(char *path_take, struct catalogue **out, struct err *err)
{
	struct catalogue *catalogue = mem_alloc(sizeof(*catalogue));
	enum status status = file_read(path_take, CATALOGUE_MAX_BYTES, &catalogue->file, err);

	catalogue->path = path_take;
	/* Whole in memory, not mapped: an installation may write the file anew while this program runs. */
	if (!status && !parse(catalogue))
		status = err_set(err, STATUS_TAMPERED, "\"%s\" is damaged, messages stay in English; install louce again", catalogue->path);
	if (status) {
		catalogue_free(catalogue);
		return status;
	}
	*out = catalogue;
	return STATUS_OK;
}

/* ---- which */

/* The catalogue's file of a language by all its name, or by less of it: zh_CN.UTF-8@x, zh_CN.UTF-8, zh_CN, zh. NULL: none is there. */
static char *
file_of(const char *folder, const char *language, size_t len)
{
	char *name = mem_strndup(language, len), *path = NULL;

	for (size_t left = len; left > 0 && !path;) {
		name[left] = '\0';
		path = mem_printf("%s/%s/LC_MESSAGES/" PACKAGE_TARNAME ".mo", folder, name);
		if (!file_exists(path)) {
			free(path);
			path = NULL;
		}
		while (left > 0 && !strchr("_.@", name[--left]))
			continue;
	}
	free(name);
	return path;
}

/* What the sources speak: English, or no language. */
static bool
is_source_language(const char *language, size_t len)
{
	size_t name = strcspn(language, ":_.@");

	name = name < len ? name : len;
	return (name == 2 && memcmp(language, "en", 2) == 0) || (name == 1 && *language == 'C') ||
	       (name == 5 && memcmp(language, "POSIX", 5) == 0);
}

enum status
messages_open(const char *folder, const char *languages, struct err *err)
{
	char *path = NULL;
	enum status status;
	struct catalogue *catalogue;

	spoken = NULL;
	for (size_t len; *languages && !path; languages += len + (languages[len] == ':')) {
		len = strcspn(languages, ":");
		if (is_source_language(languages, len))
			return STATUS_OK;
		if (len && !memchr(languages, '/', len))
			path = file_of(folder, languages, len);
	}
	if (!path)
		return STATUS_OK;
	for (catalogue = catalogues; catalogue; catalogue = catalogue->next)
		if (strcmp(catalogue->path, path) == 0) {
			spoken = catalogue;
			free(path);
			return STATUS_OK;
		}
	status = catalogue_read(path, &catalogue, err);
	if (status)
		return status;
	catalogue->next = catalogues;
	spoken = catalogues = catalogue;
	return STATUS_OK;
}

/* ---- looking up */

static const struct message *
message_of(const char *text)
{
	const struct message wanted = { .text = text };

	/* The text of nothing is what the catalogue says of itself. */
	if (!spoken || !*text)
		return NULL;
	return bsearch(&wanted, spoken->messages, spoken->count, sizeof(*spoken->messages), by_text);
}

const char *
message_text(const char *text)
{
	const struct message *message = message_of(text);

	return message ? message->translation : text;
}

const char *
message_number(const char *one, const char *many, unsigned long n)
{
	const struct message *message = message_of(one);
	unsigned long form = message && spoken->plural ? plural_form(spoken->plural, n) : n != 1;
	const char *at = message ? message->translation : NULL;

	if (!at)
		return form ? many : one;
	while (form-- > 0 && at + strlen(at) + 1 < message->end)
		at += strlen(at) + 1;
	return at;
}
