#include "form/later/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/look.h"
#include "form/later/settings_keys.h"
#include "form/later/settings_text.h"
#include "form/yaml/read.h"

/* The files of two packs, held against each other as they are written. Keys of struct pack would do for what the program knows today; the files have what a
 * later program asks for, too. */

enum { SHOWN_MOST = 300 }; /* bytes of a value that are told; what is longer is only said to be another */

struct settings {
	struct look_packs look;
	void (*visit)(const struct setting *setting, void *ctx);
	void *ctx;
	struct tree *forms_before; /* as many as `before` has forms, in their order; without a root: not asked for yet */
};

/* Whose keys are looked at: of which kind, and what it is called. */
struct subject {
	const struct setting_kind *kind;
	const char *noun, *of; /* NULL: the pack itself */
};

static void
tell(const struct settings *settings, enum setting_what what, const struct subject *subject, const char *says, const char *before,
     const char *after)
{
	settings->visit(&(struct setting){ what, subject->noun ? _(subject->noun) : NULL, subject->of, says, before, after },
			settings->ctx);
}

/* ---- keys */

static bool
is_too_long(const char *text)
{
	return text && strlen(text) > SHOWN_MOST;
}

/* was, is: lists of names, or NULL. */
static void
look_at_names(const struct settings *settings, const struct subject *subject, const char *says, const struct node *was,
	      const struct node *is)
{
	char *gone = settings_shown_beside(settings->look.before, was, is, settings->look.lang),
	     *added = settings_shown_beside(settings->look.now, is, was, settings->look.lang);

	if (is_too_long(gone) || is_too_long(added))
		tell(settings, SETTING_VALUE, subject, says, NULL, NULL);
	else if (gone || added)
		tell(settings, SETTING_LIST, subject, says, gone, added);
	free(gone);
	free(added);
}

static void
look_at_value(const struct settings *settings, const struct subject *subject, const char *says, const struct node *was,
	      const struct node *is)
{
	const char *lang = settings->look.lang;
	char *then = settings_written(was), *now = settings_written(is), *before = NULL, *after = NULL;
	bool flat = settings_is_flat(was) && settings_is_flat(is), same;

	if (!look_texts_differ(then, now))
		goto out;
	if ((!was || settings_is_names(was)) && (!is || settings_is_names(is))) {
		look_at_names(settings, subject, says, was, is);
		goto out;
	}
	before = flat ? settings_map_beside(settings->look.before, was, is, lang) : settings_shown(settings->look.before, was, lang);
	after = flat ? settings_map_beside(settings->look.now, is, was, lang) : settings_shown(settings->look.now, is, lang);
	same = before && after && strcmp(before, after) == 0;
	if (flat || (same && settings_is_query(is))) {
		tell(settings, !flat ? SETTING_QUERY : before || after ? SETTING_LIST : SETTING_VALUE, subject, says, before, after);
		goto out;
	}
	if (same) { /* they differ in other words than these: in the other language, or what a name means */
		free(before);
		free(after);
		before = then;
		after = now;
		then = now = NULL;
	}
	if (is_too_long(before) || is_too_long(after))
		tell(settings, SETTING_VALUE, subject, says, NULL, NULL);
	else
		tell(settings, SETTING_VALUE, subject, says, before, after);
out:
	free(then);
	free(now);
	free(before);
	free(after);
}

static void
look_at_level(const struct settings *settings, const struct subject *subject, const char *says, const struct node *was,
	      const struct node *is)
{
	const char *before = settings_level_shown(was), *after = settings_level_shown(is);

	if (look_texts_differ(before, after))
		tell(settings, SETTING_VALUE, subject, says, before, after);
}

static void
look_at_columns(const struct settings *settings, const struct subject *subject, const char *says, const struct node *was,
		const struct node *is)
{
	for (size_t i = 0; was && is && i < is->count; i++) {
		const struct node *then = node_get(was, is->keys[i]);
		struct buf which = { 0 };

		if (!then || !look_texts_differ(then->text, is->items[i]->text))
			continue;
		buf_printf(&which, "%s (%s)", says, is->keys[i]);
		tell(settings, SETTING_VALUE, subject, buf_text(&which), then->text, is->items[i]->text);
		buf_release(&which);
	}
}

static void look_at_items(const struct settings *settings, const struct subject *parent, const struct setting_kind *kind,
			  const struct node *was, const struct node *is);
static void look_at_map(const struct settings *settings, const struct subject *subject, const struct node *was, const struct node *is);

static void
look_at_key(const struct settings *settings, const struct subject *subject, const char *name, const struct node *was, const struct node *is)
{
	const struct setting_key *key = setting_key_of(subject->kind, name);
	const char *says = key && key->says ? _(key->says) : name;

	switch (key ? key->treat : subject->kind->others_elsewhere ? SETTING_ELSEWHERE : SETTING_SAID) {
	case SETTING_SAID:
		look_at_value(settings, subject, says, was, is);
		break;
	case SETTING_LEVEL:
		look_at_level(settings, subject, says, was, is);
		break;
	case SETTING_PART:
		look_at_map(settings, &(struct subject){ key->items, subject->noun, subject->of }, was, is);
		break;
	case SETTING_ITEMS:
	case SETTING_NAMES:
		look_at_items(settings, subject, key->items, was, is);
		break;
	case SETTING_COLUMNS:
		look_at_columns(settings, subject, says, was, is);
		break;
	case SETTING_SHARED:
		if (!was || !is)
			look_at_value(settings, subject, says, was, is);
		break;
	case SETTING_ELSEWHERE:
	case SETTING_WORDS:
		break;
	}
}

/* was, is: NULL where the map is not there. */
static void
look_at_map(const struct settings *settings, const struct subject *subject, const struct node *was, const struct node *is)
{
	for (size_t i = 0; is && is->type == NODE_MAP && i < is->count; i++)
		look_at_key(settings, subject, is->keys[i], node_get(was, is->keys[i]), is->items[i]);
	for (size_t i = 0; was && was->type == NODE_MAP && i < was->count; i++)
		if (!node_get(is, was->keys[i]))
			look_at_key(settings, subject, was->keys[i], was->items[i], NULL);
}

/* ---- things of a list */

static const char *
text_of(const struct node *node, const char *key)
{
	const struct node *found = node_get(node, key);

	return found && found->type == NODE_SCALAR ? found->text : NULL;
}

/* The name of one of a list of things, or of names. */
static const char *
id_of(const struct setting_kind *kind, const struct node *item)
{
	return item->type == NODE_SCALAR ? item->text : text_of(item, kind->id);
}

static size_t
find_item(const struct setting_kind *kind, const struct node *list, const char *id)
{
	size_t i = 0;

	while (list && i < list->count && (!id_of(kind, list->items[i]) || strcmp(id_of(kind, list->items[i]), id) != 0))
		i++;
	return list ? i : 0;
}

/* What one is called, below what it belongs to. Caller frees. */
static char *
item_words(const struct pack *pack, const struct subject *parent, const struct setting_kind *kind, const struct node *item,
	   const char *lang)
{
	const struct node *title = kind->title ? node_get(item, kind->title) : NULL;
	const char *words = settings_is_label(title) ? text_of(title, lang) : NULL, *id = id_of(kind, item);

	if (settings_is_label(title) && !words)
		words = text_of(title, "zh");
	if (!words && id)
		words = settings_words_of(pack, id, lang);
	if (!words)
		words = id ? id : "";
	/* Translators: what something belongs to, and it: a chain of signatures and its level, a list and its choice. */
	return parent->of ? mem_printf(_("%s > %s"), parent->of, words) : mem_strdup(words);
}

/* Do those that both have stand in another order? */
static bool
has_moved(const struct setting_kind *kind, const struct node *was, const struct node *is)
{
	size_t last = 0;

	for (size_t i = 0; was && is && i < is->count; i++) {
		size_t then = id_of(kind, is->items[i]) ? find_item(kind, was, id_of(kind, is->items[i])) : was->count;

		if (then < was->count && then < last)
			return true;
		last = then < was->count ? then : last;
	}
	return false;
}

static void
look_at_item(const struct settings *settings, const struct subject *parent, const struct setting_kind *kind, const struct node *was,
	     const struct node *is)
{
	char *of = item_words(is ? settings->look.now : settings->look.before, parent, kind, is ? is : was, settings->look.lang);
	struct subject subject = { kind, kind->noun, of };

	if (was && is)
		look_at_map(settings, &subject, was, is);
	else if (is ? kind->tells_new : kind->tells_gone)
		tell(settings, is ? SETTING_NEW : SETTING_GONE, &subject, NULL, NULL, NULL);
	free(of);
}

static void
look_at_items(const struct settings *settings, const struct subject *parent, const struct setting_kind *kind, const struct node *was,
	      const struct node *is)
{
	for (size_t i = 0; was && i < was->count; i++) {
		const char *id = id_of(kind, was->items[i]);

		if (id && find_item(kind, is, id) == (is ? is->count : 0) && was->items[i]->type == NODE_MAP)
			look_at_item(settings, parent, kind, was->items[i], NULL);
	}
	for (size_t i = 0; is && i < is->count; i++) {
		const char *id = id_of(kind, is->items[i]);
		size_t then = id ? find_item(kind, was, id) : 0;

		if (id && is->items[i]->type == NODE_MAP)
			look_at_item(settings, parent, kind, was && then < was->count ? was->items[then] : NULL, is->items[i]);
	}
	if (kind->tells_order && has_moved(kind, was, is))
		tell(settings, SETTING_MOVED, &(struct subject){ kind, kind->noun, parent->of }, NULL, NULL, NULL);
}

/* ---- questions */

/* The file of a form of the pack before, read when it is asked for. */
static const struct node *
form_before(struct settings *settings, const struct form *form)
{
	struct tree *tree = &settings->forms_before[form - settings->look.before->forms];
	char *file = mem_printf("%s.yaml", form->name);

	if (!tree->root)
		*tree = settings_tree(settings->look.before, file);
	free(file);
	return tree->root;
}

/* A question is found by its name wherever it stands: names are unique in a pack. */
static const struct node *
find_field(const struct node *holder, const char *name)
{
	const struct node *fields = node_get(holder, "fields"), *found = NULL;

	for (size_t i = 0; fields && fields->type == NODE_LIST && i < fields->count && !found; i++)
		found = !look_texts_differ(text_of(fields->items[i], "name"), name) ? fields->items[i] : find_field(fields->items[i], name);
	return found;
}

/* Where it stands: its form, and the group or repeat in it. Caller frees. */
static char *
place_words(const struct pack *pack, const struct field *field, const char *lang)
{
	const char *form = label_text(&pack_form_of_field(pack, field->name)->label, lang);

	return field->parent ? mem_printf(_("%s > %s"), form, label_text(&field->parent->label, lang)) : mem_strdup(form);
}

static bool
stands_elsewhere(const struct field *was, const struct field *is, const struct pack *before, const struct pack *now)
{
	return look_texts_differ(was->parent ? was->parent->name : NULL, is->parent ? is->parent->name : NULL) ||
	       strcmp(pack_form_of_field(before, was->name)->name, pack_form_of_field(now, is->name)->name) != 0;
}

static void
look_at_field(struct settings *settings, const struct form *form, const struct node *is)
{
	const char *name = text_of(is, "name");
	const struct field *now = name ? pack_field(settings->look.now, name) : NULL,
			   *then = name ? pack_field(settings->look.before, name) : NULL;
	struct subject subject = { &setting_field, setting_field.noun, now ? label_text(&now->label, settings->look.lang) : name };
	const struct node *was = NULL;

	if (then)
		was = find_field(form_before(settings, pack_form_of_field(settings->look.before, name)), name);
	if (now && !then && (form->repeat || form->of_division || !now->required || now->calculation.sql)) /* others: added.h */
		tell(settings, SETTING_NEW, &subject, NULL, NULL, NULL);
	if (!now || !was)
		return;
	look_at_map(settings, &subject, was, is);
	if (stands_elsewhere(then, now, settings->look.before, settings->look.now)) {
		char *before = place_words(settings->look.before, then, settings->look.lang),
		     *after = place_words(settings->look.now, now, settings->look.lang);

		tell(settings, SETTING_VALUE, &subject, _("where it stands"), before, after);
		free(before);
		free(after);
	}
}

/* Those that are gone: ruled.h. */
static void
look_at_fields(struct settings *settings, const struct form *form, const struct node *holder, const struct node *before)
{
	const struct node *fields = node_get(holder, "fields"), *then = node_get(before, "fields");
	const struct subject subject = { &setting_field, setting_field.noun, label_text(&form->label, settings->look.lang) };

	if (then && then->type == NODE_LIST && fields && fields->type == NODE_LIST && has_moved(&setting_field, then, fields))
		tell(settings, SETTING_MOVED, &subject, NULL, NULL, NULL);
	for (size_t i = 0; fields && fields->type == NODE_LIST && i < fields->count; i++) {
		look_at_field(settings, form, fields->items[i]);
		look_at_fields(settings, form, fields->items[i], find_field(before, text_of(fields->items[i], "name")));
	}
}

/* ---- files */

/* A file that is a map of keys, or a list of things of the kind. */
static void
look_at_file(const struct settings *settings, const char *file, const struct setting_kind *kind, bool is_list)
{
	struct subject subject = { kind, NULL, NULL };
	struct tree was, is;

	if (settings_same_file(settings->look.before, settings->look.now, file))
		return;
	was = settings_tree(settings->look.before, file);
	is = settings_tree(settings->look.now, file);
	if (is_list)
		look_at_items(settings, &subject, kind, was.root, is.root);
	else
		look_at_map(settings, &subject, was.root, is.root);
	tree_release(&was);
	tree_release(&is);
}

static void
look_at_form(struct settings *settings, const struct form *was, const struct form *is)
{
	char *file = mem_printf("%s.yaml", is->name);
	struct subject subject = { &setting_form, setting_form.noun, look_words(&settings->look, &is->label) };
	struct tree tree = { 0 };

	if (!settings_same_file(settings->look.before, settings->look.now, file)) {
		tree = settings_tree(settings->look.now, file);
		look_at_map(settings, &subject, form_before(settings, was), tree.root);
		look_at_fields(settings, is, tree.root, form_before(settings, was));
		tree_release(&tree);
	}
	free(file);
}

static void
look_at_forms(struct settings *settings)
{
	const struct pack *before = settings->look.before, *now = settings->look.now;

	settings->forms_before = mem_array(before->form_count, sizeof(*settings->forms_before));
	for (size_t i = 0; i < now->form_count; i++)
		if (pack_form(before, now->forms[i].name))
			look_at_form(settings, pack_form(before, now->forms[i].name), &now->forms[i]);
	for (size_t i = 0; i < before->form_count; i++)
		tree_release(&settings->forms_before[i]);
	free(settings->forms_before);
}

/* ---- what is read from elsewhere */

/* What names of fields mean, in one text; NULL: there are none. Caller frees. */
static char *
fields_words(const struct pack *pack, const struct names *names, const char *lang)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < names->count; i++) {
		const char *words = settings_words_of(pack, names->items[i], lang);

		buf_printf(&text, "%s%s", i ? _(", ") : "", words ? words : names->items[i]);
	}
	return text.len ? buf_detach(&text) : NULL;
}

static bool
names_differ(const struct names *was, const struct names *is)
{
	bool differ = was->count != is->count;

	for (size_t i = 0; i < is->count && !differ; i++)
		differ = strcmp(was->items[i], is->items[i]) != 0; /* the first is where it is mended */
	return differ;
}

/* A rule may be written for several forms at once; its kind and what it is about are those of each. */
static void
look_at_rules(const struct settings *settings)
{
	static const struct setting_kind rules = { .noun = N_("rule") };

	for (size_t i = 0; i < settings->look.now->rule_count; i++) {
		const struct rule *is = &settings->look.now->rules[i], *was = pack_rule(settings->look.before, is->id);
		const struct subject subject = { &rules, rules.noun, is->id };
		char *before = NULL, *after = NULL;

		if (was && was->kind != is->kind) {
			before = mem_printf("%d", was->kind);
			after = mem_printf("%d", is->kind);
			tell(settings, SETTING_VALUE, &subject, _("the kind of error that it finds"), before, after);
			free(before);
			free(after);
		}
		if (was && names_differ(&was->fields, &is->fields)) {
			before = fields_words(settings->look.before, &was->fields, settings->look.lang);
			after = fields_words(settings->look.now, &is->fields, settings->look.lang);
			tell(settings, SETTING_VALUE, &subject, _("what it is about, first where it is mended"), before, after);
			free(before);
			free(after);
		}
	}
}

/* Names that become others: reworded.h; divisions that are gone: publishing refuses them. */
static void
look_at_divisions(const struct settings *settings)
{
	static const struct setting_kind divisions = { .noun = N_("division") };

	for (size_t i = 0; i < settings->look.now->division_count; i++) {
		const struct division *is = &settings->look.now->divisions[i], *was = pack_division(settings->look.before, is->code);
		char *of = mem_printf("%s %s", is->code, is->name);
		const struct subject subject = { &divisions, divisions.noun, of };

		if (!was)
			tell(settings, SETTING_NEW, &subject, NULL, NULL, NULL);
		if (was && was->level != is->level)
			tell(settings, SETTING_VALUE, &subject, _("level"), settings_level(division_level_name(was->level)),
			     settings_level(division_level_name(is->level)));
		if (was && strcmp(was->parent, is->parent) != 0)
			tell(settings, SETTING_VALUE, &subject, _("the division above it"), was->parent, is->parent);
		if (was && strcmp(was->became, is->became) != 0)
			tell(settings, SETTING_VALUE, &subject, _("what it became, where its houses count"),
			     *was->became ? was->became : NULL, *is->became ? is->became : NULL);
		free(of);
	}
}

void
settings_each(const struct pack *before, const struct pack *now, const char *lang, void (*visit)(const struct setting *setting, void *ctx),
	      void *ctx)
{
	struct settings settings = { .look = { before, now, lang }, .visit = visit, .ctx = ctx };

	look_at_file(&settings, "pack.yaml", &setting_pack, false);
	look_at_forms(&settings);
	look_at_file(&settings, "lists.yaml", &setting_list, true);
	look_at_rules(&settings);
	look_at_file(&settings, "reports.yaml", &setting_report, true);
	look_at_file(&settings, PAPERS_FILE, &setting_papers, false);
	look_at_divisions(&settings);
}
