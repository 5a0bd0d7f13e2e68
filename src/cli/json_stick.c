#include "cli/json.h"

/* What --json prints of sticks: files written, files taken in. */

static struct value
left_here(const struct app_export_left *left)
{
	struct value out = value_object();

	value_set_integer(&out, "elsewhere", left->elsewhere);
	value_set_integer(&out, "requests", left->requests);
	value_set_integer(&out, "pending", left->pending);
	value_set_integer(&out, "missing", left->missing);
	value_set_integer(&out, "drafts", left->drafts);
	return out;
}

void
json_print_export(const struct app_exported *exported)
{
	struct value out = value_object(), files = value_list();

	for (size_t i = 0; i < exported->file_count; i++) {
		const struct app_exported_file *file = &exported->files[i];
		struct value line = value_object();

		value_set_text(&line, "path", file->path);
		value_set_integer(&line, "steps", file->steps);
		value_set_integer(&line, "photos", file->photos);
		value_set_integer(&line, "boxes", file->boxes);
		value_set_integer(&line, "bytes", file->bytes);
		value_append_take(&files, line);
	}
	value_set_take(&out, "files", files);
	value_set_integer(&out, "steps", exported->steps);
	value_set_take(&out, "left", left_here(&exported->left));
	if (exported->left.asker)
		value_set_text(&out, "asker", exported->left.asker);
	cli_print_json(&out);
	value_release(&out);
}

static struct value
imported_file(const struct app_imported_file *file)
{
	struct value line = value_object(), reasons = value_list(), refusals = value_list();

	for (size_t i = 0; i < file->reason_count; i++) {
		struct value reason = value_object();

		value_set_text(&reason, "why", file->reasons[i].why);
		value_set_integer(&reason, "count", file->reasons[i].count);
		value_append_take(&reasons, reason);
	}
	for (size_t i = 0; i < file->refusal_count; i++)
		value_append_take(&refusals, value_text(file->refusals[i]));
	value_set_text(&line, "path", file->path);
	value_set_take(&line, "taken", value_boolean(file->taken));
	value_set_text(&line, "why", file->why);
	if (!file->opened) {
		value_release(&reasons);
		value_release(&refusals);
		return line;
	}
	value_set_integer(&line, "steps", file->steps);
	value_set_integer(&line, "new", file->fresh);
	value_set_integer(&line, "houses", file->houses);
	value_set_integer(&line, "known", file->known);
	value_set_integer(&line, "pending", file->pending);
	value_set_integer(&line, "dropped", file->dropped);
	value_set_integer(&line, "requests", file->requests);
	value_set_integer(&line, "refused", file->refused);
	value_set_integer(&line, "not_counting", file->idle);
	value_set_integer(&line, "proposals", file->proposals);
	value_set_integer(&line, "proposals_taken_back", file->withdrawals);
	value_set_integer(&line, "photos", file->photos);
	value_set_integer(&line, "boxes", file->boxes);
	value_set_integer(&line, "missing", file->missing);
	if (file->complete >= 0)
		value_set_take(&line, "complete", value_boolean(file->complete == 1));
	value_set_take(&line, "reasons", reasons);
	value_set_take(&line, "refusals", refusals);
	return line;
}

void
json_print_import(const struct app_imported *imported, size_t twins)
{
	struct value out = value_object(), files = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < imported->file_count; i++)
		value_append_take(&files, imported_file(&imported->files[i]));
	value_set_take(&out, "files", files);
	value_set_integer(&out, "new", imported->fresh);
	value_set_integer(&out, "refused_files", imported->refused_files);
	value_set_integer(&out, "unread_files", imported->unread_files);
	value_set_integer(&out, "forks", imported->forks);
	value_set_integer(&out, "may_be_one_house", (int64_t)twins);
	value_set_take(&out, "older_copy", value_boolean(imported->older_copy));
	value_set_take(&out, "claimed_loss", value_boolean(imported->claimed));
	value_set_take(&out, "restored", value_boolean(imported->restored));
	if (imported->receipt)
		value_set_integer(&out, "receipt", imported->receipt);
	if (imported->follows) {
		value_set_text(&out, "follows", imported->follows);
		value_set_text(&out, "genesis", id_hex(&imported->founding, hex));
	}
	cli_print_json(&out);
	value_release(&out);
}
