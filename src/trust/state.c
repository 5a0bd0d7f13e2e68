#include "trust/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

size_t
trust_entry_of(const struct trust *trust, const struct id *id)
{
	return idmap_get(&trust->entry_index, id);
}

/* Ids that stand as text in a list; what is no id is left out. */
static struct id *
read_ids(const struct value *data, const char *name, size_t *count)
{
	const struct value *list = value_get_list(data, name);
	struct id *ids = mem_array(list ? list->list.count : 0, sizeof(*ids));

	*count = 0;
	for (size_t i = 0; list && i < list->list.count; i++)
		*count += list->list.items[i].type == VALUE_TEXT && id_from_hex(list->list.items[i].text, &ids[*count]);
	return ids;
}

static void
read_lines(struct trust *trust, const struct value *data, struct trust_entry *entry)
{
	const struct value *logs = value_get_list(data, "logs");

	entry->lines = mem_array(logs ? logs->list.count : 0, sizeof(*entry->lines));
	for (size_t i = 0; logs && i < logs->list.count; i++) {
		struct trust_line *line = &entry->lines[entry->line_count];
		struct log_key key;

		line->seq = value_get_integer(&logs->list.items[i], "seq", 0);
		if (!log_read(&logs->list.items[i], &key) || !step_data_id(&logs->list.items[i], "tip", &line->tip))
			continue;
		line->log = trust_log(trust, &key);
		entry->line_count++;
	}
}

/* Members that trust reads from `data`; what else a step says is no rule's business, or is kept in a form of its own. */
static bool
is_read(enum step_kind kind, const char *name)
{
	static const char *const read[STEP_SYSTEM_COUNT][4] = {
		[STEP_GENESIS] = { "county", "name", "threshold", "receiver" },
		[STEP_REVOCATION] = { "reason" },
		[STEP_PACK] = { "name", "version" },
		[STEP_DECISION] = { "verdict" },
	};

	for (size_t i = 0; i < ARRAY_LEN(read[kind]) && read[kind][i]; i++)
		if (strcmp(read[kind][i], name) == 0)
			return true;
	return false;
}

static void
read_data(struct trust *trust, const struct value *data, struct trust_entry *entry)
{
	if (!step_data_id(data, entry->kind == STEP_DECISION ? "about" : "of", &entry->of))
		entry->of = (struct id){ { 0 } };
	entry->has_with = step_data_id(data, "with", &entry->with);
	if (entry->kind == STEP_GENESIS)
		entry->named = read_ids(data, "officers", &entry->named_count);
	entry->upto = read_ids(data, "upto", &entry->upto_count);
	if (entry->kind == STEP_RECEIPT) {
		entry->named = read_ids(data, "prior", &entry->named_count);
		read_lines(trust, data, entry);
	}
	entry->data = value_object();
	for (size_t i = 0; i < data->object.count; i++)
		if (is_read(entry->kind, data->object.members[i].name))
			value_set_take(&entry->data, data->object.members[i].name, value_copy(&data->object.members[i].value));
}

void
trust_add_entry(struct trust *trust, const struct id *id, const struct step *step)
{
	struct trust_entry entry = { .id = *id, .kind = step_kind_of(step->kind), .receipt = TRUST_NONE };

	entry.author = step->author;
	entry.device = step->device;
	memcpy(entry.area, step->area, sizeof(entry.area));
	entry.pack = step->pack;
	entry.node = trust_add_node(trust, id, step);
	entry.parent_count = step->parent_count;
	entry.parents = mem_array(step->parent_count, sizeof(*entry.parents));
	if (step->parent_count)
		memcpy(entry.parents, step->parents, step->parent_count * sizeof(*entry.parents));
	read_data(trust, &step->data, &entry);
	for (size_t i = 0; entry.kind == STEP_GENESIS && i < entry.named_count; i++)
		idmap_put(&trust->named, &entry.named[i], 0);
	MEM_GROW(trust->entries, trust->entry_count, trust->entry_cap);
	idmap_put(&trust->entry_index, id, trust->entry_count);
	trust->entries[trust->entry_count++] = entry;
	trust->sorted = false;
}

static int
entry_cmp(const void *a, const void *b)
{
	const struct trust_entry *left = a, *right = b;

	return id_cmp(&left->id, &right->id);
}

void
trust_sort_entries(struct trust *trust)
{
	if (trust->sorted)
		return;
	if (trust->entry_count)
		qsort(trust->entries, trust->entry_count, sizeof(*trust->entries), entry_cmp);
	for (size_t i = 0; i < trust->entry_count; i++)
		idmap_put(&trust->entry_index, &trust->entries[i].id, i);
	trust->sorted = true;
}

void
trust_release_entries(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		free(entry->parents);
		free(entry->named);
		free(entry->upto);
		free(entry->lines);
		trust_facts_release(&entry->facts);
		value_release(&entry->data);
	}
	free(trust->entries);
	idmap_release(&trust->entry_index);
}
