#include "app/session/device.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/machine/paths.h"
#include "base/mem.h"

#define RECORD_MAX_BYTES 8192

static const char first_line[] = "louce device 1\nworkspace ";

static char *
devices_folder(void)
{
	char *home = path_of(PATH_HOME), *folder = file_join(home, "devices");

	free(home);
	return folder;
}

/* The file's own name, whichever way it was reached, also when it is not there yet; caller frees. */
static char *
real_name(const char *path)
{
	char *real = realpath(path, NULL), *copy, *folder;
	const char *slash = strrchr(path, '/');

	if (real) {
		copy = mem_strdup(real);
	} else {
		folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
		real = realpath(folder, NULL);
		copy = file_join(real ? real : folder, slash ? slash + 1 : path);
		free(folder);
	}
	free(real);
	return copy;
}

static char *
record_of(const char *workspace)
{
	char *real = real_name(workspace), *record = mem_printf("%s%s\n", first_line, real);

	free(real);
	return record;
}

/* Visits the numbers whose record is this one, until the visitor had enough. */
static void
each_device(const char *record, bool (*visit)(const char *path, const struct device_id *device, void *ctx), void *ctx)
{
	char *folder = devices_folder();
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool more = true;

	while (dir && more && (entry = readdir(dir)) != NULL) {
		struct device_id device;
		struct buf text = { 0 };
		struct err ignored = { 0 };
		char *path;

		if (strlen(entry->d_name) != 2 * DEVICE_BYTES || !device_from_hex(entry->d_name, &device))
			continue;
		path = file_join(folder, entry->d_name);
		if (!file_read(path, RECORD_MAX_BYTES, &text, &ignored) && strcmp(buf_text(&text), record) == 0)
			more = visit(path, &device, ctx);
		buf_release(&text);
		free(path);
	}
	if (dir)
		closedir(dir);
	free(folder);
}

struct keeping {
	const struct device_id *device;
	bool there;
};

static bool
keep_one(const char *path, const struct device_id *device, void *ctx)
{
	struct keeping *keeping = ctx;

	if (device_equal(device, keeping->device))
		keeping->there = true;
	else
		unlink(path);
	return true;
}

void
device_keep(const char *workspace, const struct device_id *device)
{
	struct keeping keeping = { .device = device };
	char *record = record_of(workspace), *folder = devices_folder(), *path, hex[2 * DEVICE_BYTES + 1];
	struct err ignored = { 0 };

	each_device(record, keep_one, &keeping);
	if (!keeping.there && !file_make_dirs(folder, 0700, &ignored)) {
		hex_encode(device->b, DEVICE_BYTES, hex);
		path = file_join(folder, hex);
		if (file_write(path, record, strlen(record), 0600, &ignored))
			ignored = (struct err){ 0 };
		free(path);
	}
	free(folder);
	free(record);
}

static bool
take_one(const char *path, const struct device_id *device, void *ctx)
{
	(void)path;
	*(struct device_id *)ctx = *device;
	return false;
}

bool
device_recall(const char *workspace, struct device_id *out)
{
	static const struct device_id none;
	char *record = record_of(workspace);

	*out = none;
	each_device(record, take_one, out);
	free(record);
	return !device_equal(out, &none);
}
