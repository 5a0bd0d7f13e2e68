#include "app/stick/parts.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"

#define PARTS_MAX 9999
#define ENDING ".louce"

/* Names are compared as the file systems of sticks compare them, which keep no difference of small and capital letters. */

/* The number of a part, and the bytes of the path before it; 0: the file is no part of several. */
static unsigned
part_number(const char *path, size_t *stem)
{
	size_t len = strlen(path), end = len > strlen(ENDING) ? len - strlen(ENDING) : 0, at = end;
	unsigned number = 0;

	if (!end || strcasecmp(path + end, ENDING) != 0)
		return 0;
	while (at > 0 && path[at - 1] >= '0' && path[at - 1] <= '9')
		at--;
	if (at == end || end - at > 4 || at < 2 || path[at - 1] != '.' || path[at] == '0')
		return 0;
	for (size_t i = at; i < end; i++)
		number = number * 10 + (unsigned)(path[i] - '0');
	*stem = at - 1;
	return number;
}

enum part_state { PART_NOWHERE, PART_BESIDE, PART_NAMED };

/* Notes the parts that lie in the folder of the stem. */
static void
look_beside(const char *stem, unsigned char states[PARTS_MAX + 1], unsigned *highest)
{
	const char *slash = strrchr(stem, '/'), *name = slash ? slash + 1 : stem;
	char *folder = slash ? mem_strndup(stem, (size_t)(slash - stem) + 1) : mem_strdup(".");
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t len;

	while (dir && (entry = readdir(dir))) {
		unsigned number = part_number(entry->d_name, &len);

		if (!number || len != strlen(name) || strncasecmp(entry->d_name, name, len) != 0)
			continue;
		if (states[number] == PART_NOWHERE)
			states[number] = PART_BESIDE;
		*highest = number > *highest ? number : *highest;
	}
	if (dir)
		closedir(dir);
	free(folder);
}

/* "2, 4-210": the parts of a state. */
static void
numbers_of(const unsigned char states[PARTS_MAX + 1], unsigned highest, enum part_state state, struct buf *out)
{
	for (unsigned from = 1, to; from <= highest; from = to + 1) {
		to = from;
		if (states[from] != state)
			continue;
		while (to < highest && states[to + 1] == state)
			to++;
		buf_printf(out, "%s%u", out->len ? _(", ") : "", from);
		if (to > from)
			buf_printf(out, "-%u", to);
	}
}

static void
say_missing(const char *const *paths, size_t count, size_t first, size_t stem_len, struct buf *out)
{
	unsigned char *states = mem_alloc(PARTS_MAX + 1);
	struct buf beside = { 0 }, nowhere = { 0 };
	char *stem = mem_strndup(paths[first], stem_len);
	unsigned highest = 0;

	for (size_t i = first; i < count; i++) {
		size_t len;
		unsigned number = part_number(paths[i], &len);

		if (!number || len != stem_len || strncasecmp(paths[i], stem, len) != 0)
			continue;
		states[number] = PART_NAMED;
		highest = number > highest ? number : highest;
	}
	look_beside(stem, states, &highest);
	numbers_of(states, highest, PART_BESIDE, &beside);
	numbers_of(states, highest, PART_NOWHERE, &nowhere);
	if (beside.len)
		visible_printf(out, _("%s: its parts %s lie beside these: take them in as well, if that was not done before\n"), stem,
			       buf_text(&beside));
	if (nowhere.len)
		visible_printf(
			out,
			_("%s: its parts %s are not here: look for them, or ask for the file again, if they were not taken in before\n"),
			stem, buf_text(&nowhere));
	buf_release(&beside);
	buf_release(&nowhere);
	free(stem);
	free(states);
}

static bool
is_first_of_its_name(const char *const *paths, size_t at, size_t stem_len)
{
	for (size_t i = 0; i < at; i++) {
		size_t len;

		if (part_number(paths[i], &len) && len == stem_len && strncasecmp(paths[i], paths[at], len) == 0)
			return false;
	}
	return true;
}

char *
parts_missing(const char *const *paths, size_t count)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < count; i++) {
		size_t stem;

		if (part_number(paths[i], &stem) && is_first_of_its_name(paths, i, stem))
			say_missing(paths, count, i, stem, &out);
	}
	return out.data ? buf_detach(&out) : NULL;
}
