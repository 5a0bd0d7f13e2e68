#include "trust/same.h"

#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

static bool
is_undone(const struct trust *trust, const struct id *decision)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		const char *verdict = entry->kind == STEP_DECISION ? value_get_text(&entry->data, "verdict") : NULL;
		struct id about;

		if (verdict && strcmp(verdict, "apart") == 0 && step_data_id(&entry->data, "about", &about) && id_equal(&about, decision) &&
		    trust_may_decide(trust, entry))
			return true;
	}
	return false;
}

void
trust_settle_same(struct trust *trust)
{
	trust->same_count = 0;
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		const char *verdict = entry->kind == STEP_DECISION ? value_get_text(&entry->data, "verdict") : NULL;
		struct trust_same same = { .decision = entry->id };

		if (!verdict || strcmp(verdict, "same") != 0 || !step_data_id(&entry->data, "about", &same.a) ||
		    !step_data_id(&entry->data, "with", &same.b) || id_equal(&same.a, &same.b) || !trust_may_decide(trust, entry) ||
		    is_undone(trust, &entry->id))
			continue;
		same.author = &trust_holder(trust, &entry->author)->credential;
		MEM_GROW(trust->same, trust->same_count, trust->same_cap);
		trust->same[trust->same_count++] = same;
	}
}

size_t
trust_same_count(const struct trust *trust)
{
	return trust->same_count;
}

const struct trust_same *
trust_same_at(const struct trust *trust, size_t index)
{
	return &trust->same[index];
}
