#include "base/machine/sticks.h"

#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "base/mem.h"

static void
add(struct sticks *sticks, char *folder_take, bool read_only)
{
	MEM_GROW(sticks->items, sticks->count, sticks->cap);
	sticks->items[sticks->count++] = (struct stick){ folder_take, read_only };
}

static int
by_folder(const void *a, const void *b)
{
	return strcmp(((const struct stick *)a)->folder, ((const struct stick *)b)->folder);
}

/* ---- what the system says */

/* Is the block device on a bus that is plugged, or its medium removable? The device may be a part of a disk, whose folder is the one above. */
static bool
is_removable(const char *root, const char *device)
{
	char *link = mem_printf("%s/sys/dev/block/%s", root, device), *folder = realpath(link, NULL);
	bool removable = folder && (strstr(folder, "/usb") || strstr(folder, "/mmc"));

	for (int up = 0; folder && up < 2 && !removable; up++) {
		char *path = mem_printf("%s%s/removable", folder, up ? "/.." : "");
		FILE *file = fopen(path, "re");

		removable = file && fgetc(file) == '1';
		if (file)
			fclose(file);
		free(path);
	}
	free(folder);
	free(link);
	return removable;
}

/* \040 stands for a blank; writes into the text. */
static void
unescape(char *text)
{
	char *to = text;

	while (*text) {
		if (*text == '\\' && strspn(text + 1, "01234567") >= 3) {
			*to++ = (char)((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

/* "36 25 8:17 / /mnt/stick ro,nosuid ... - vfat /dev/sdb1 rw" */
static void
add_mount(struct sticks *sticks, const char *root, char *line)
{
	char *words[6], *rest = line;
	bool by_desktop;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (!(words[i] = strsep(&rest, " ")))
			return;
	unescape(words[4]);
	by_desktop = strncmp(words[4], "/media/", 7) == 0 || strncmp(words[4], "/run/media/", 11) == 0;
	if (!by_desktop && strcmp(words[4], "/mnt") != 0 && strncmp(words[4], "/mnt/", 5) != 0)
		return;
	if (by_desktop || is_removable(root, words[2]))
		add(sticks, mem_printf("%s%s", root, words[4]), strncmp(words[5], "ro", 2) == 0 && (words[5][2] == ',' || !words[5][2]));
}

static void
find_mounted(const char *root, struct sticks *out)
{
	char *path = mem_printf("%s/proc/self/mountinfo", root), *line = NULL;
	FILE *file = fopen(path, "re");
	size_t cap = 0;

	*out = (struct sticks){ 0 };
	while (file && getline(&line, &cap, file) >= 0)
		add_mount(out, root, line);
	if (file)
		fclose(file);
	free(line);
	free(path);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_folder);
}

void
sticks_find(struct sticks *out)
{
	const char *own = getenv("LOUCE_STICKS"), *root = getenv("LOUCE_ROOT");
	glob_t found = { 0 };

	if (!own || !*own) {
		find_mounted(root ? root : "", out);
		return;
	}
	*out = (struct sticks){ 0 };
	if (glob(own, GLOB_ONLYDIR, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct statvfs about;

			add(out, mem_strdup(found.gl_pathv[i]), statvfs(found.gl_pathv[i], &about) == 0 && (about.f_flag & ST_RDONLY));
		}
	globfree(&found);
}

bool
sticks_equal(const struct sticks *a, const struct sticks *b)
{
	bool equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = strcmp(a->items[i].folder, b->items[i].folder) == 0 && a->items[i].read_only == b->items[i].read_only;
	return equal;
}

void
sticks_release(struct sticks *sticks)
{
	for (size_t i = 0; i < sticks->count; i++)
		free(sticks->items[i].folder);
	free(sticks->items);
	*sticks = (struct sticks){ 0 };
}

char *
sticks_first(bool *read_only)
{
	struct sticks found;
	char *first = NULL;

	sticks_find(&found);
	for (size_t i = 0; i < found.count && !first; i++)
		if (!found.items[i].read_only)
			first = mem_strdup(found.items[i].folder);
	*read_only = found.count && !first;
	sticks_release(&found);
	return first;
}

/* ---- files on them */

static bool
ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), end = strlen(ending);

	return *name != '.' && len > end && strcasecmp(name + len - end, ending) == 0;
}

void
stick_files_add(struct stick_files *files, const char *folder, const char *const *endings, size_t count)
{
	struct dirent **entries = NULL;
	int found = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < found; i++) {
		bool fits = false;

		for (size_t e = 0; e < count; e++)
			fits |= ends_in(entries[i]->d_name, endings[e]);
		if (fits) {
			MEM_GROW(files->items, files->count, files->cap);
			files->items[files->count++] = file_join(folder, entries[i]->d_name);
		}
		free(entries[i]);
	}
	free(entries);
}

struct dated {
	char *path;
	time_t written;
	size_t at; /* where it stood */
};

static int
newer_first(const void *a, const void *b)
{
	const struct dated *left = a, *right = b;

	if (left->written != right->written)
		return left->written > right->written ? -1 : 1;
	return left->at < right->at ? -1 : 1;
}

void
stick_files_newest_first(struct stick_files *files, size_t from)
{
	size_t count = files->count - from;
	struct dated *dated = mem_array(count, sizeof(*dated));

	for (size_t i = 0; i < count; i++) {
		struct stat about;

		dated[i] = (struct dated){ files->items[from + i], 0, i };
		if (stat(dated[i].path, &about) == 0)
			dated[i].written = about.st_mtime;
	}
	qsort(dated, count, sizeof(*dated), newer_first);
	for (size_t i = 0; i < count; i++)
		files->items[from + i] = dated[i].path;
	free(dated);
}

bool
stick_files_equal(const struct stick_files *a, const struct stick_files *b)
{
	bool equal = a->count == b->count;

	for (size_t i = 0; equal && i < a->count; i++)
		equal = strcmp(a->items[i], b->items[i]) == 0;
	return equal;
}

void
stick_files_release(struct stick_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->items[i]);
	free(files->items);
	*files = (struct stick_files){ 0 };
}
