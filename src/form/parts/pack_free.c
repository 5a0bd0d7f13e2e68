#include "form/pack.h"
#include "form/parts/papers.h"
#include "form/parts/papers_keyed.h"

#include <stdlib.h>

/* Giving back all that reading a pack took. */

static void
free_label(struct label *label)
{
	free(label->zh);
	free(label->en);
}

static void
free_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

static void
free_fields(struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct field *field = &fields[i];

		free(field->name);
		free(field->list_name);
		free_label(&field->label);
		free_label(&field->hint);
		free_label(&field->constraint_message);
		free(field->relevant.sql);
		free(field->initial.sql);
		free(field->choices.sql);
		free_names(&field->people);
		free(field->from_name);
		free(field->due_name);
		free(field->constraint.sql);
		free(field->calculation.sql);
		free_names(&field->suffixes);
		free_names(&field->whole);
		free_names(&field->none);
		free_names(&field->headers);
		free_names(&field->within);
		free_names(&field->address);
		free(field->lacking);
		free_fields(field->fields, field->field_count);
	}
	free(fields);
}

static void
free_forms(struct pack *pack)
{
	for (size_t i = 0; i < pack->form_count; i++) {
		struct form *form = &pack->forms[i];

		free(form->name);
		free_label(&form->label);
		free_names(&form->by);
		free_names(&form->after);
		free_names(&form->distinct_from);
		free_names(&form->blind);
		free_names(&form->shows);
		free_names(&form->depends);
		free_names(&form->copy.forms);
		free_names(&form->copy.except);
		free(form->copy.prefix);
		free(form->copy.codes);
		free(form->offices.field_name);
		free(form->offices.owe_name);
		free(form->offices.keyed_name);
		free(form->opens.to_name);
		free(form->opens.place_name);
		for (size_t r = 0; r < form->offices.role_count; r++)
			free(form->offices.roles[r].items); /* the words are those of `by` */
		free(form->offices.roles);
		free(form->relevant.sql);
		free(form->again.sql);
		free(form->due.sql);
		free(form->batch_name);
		free(form->order_name);
		free(form->gone_name);
		free_fields(form->fields, form->field_count);
	}
	free(pack->forms);
}

static void
free_choices(const struct list *list, struct choice *choices, size_t count)
{
	for (size_t c = 0; c < count; c++) {
		struct choice *choice = &choices[c];

		free(choice->name);
		free_label(&choice->label);
		free_label(&choice->brief);
		free(choice->initials);
		for (size_t v = 0; choice->values && v < list->column_count; v++)
			free(choice->values[v]);
		free(choice->values);
	}
	free(choices);
}

static void
free_lists(struct pack *pack)
{
	for (size_t i = 0; i < pack->list_count; i++) {
		struct list *list = &pack->lists[i];

		free_choices(list, list->choices, list->choice_count);
		free_choices(list, list->past, list->past_count);
		for (size_t c = 0; c < list->column_count; c++)
			free(list->columns[c].name);
		free(list->columns);
		free(list->name);
	}
	free(pack->lists);
}

static void
free_tables(struct pack *pack)
{
	for (size_t i = 0; i < pack->table_count; i++) {
		struct pack_table *table = &pack->tables[i];

		for (size_t r = 0; r < table->row_count; r++) {
			for (size_t c = 0; c < table->column_count; c++)
				free(table->rows[r][c]);
			free(table->rows[r]);
		}
		for (size_t c = 0; c < table->column_count; c++)
			free(table->columns[c].name);
		free(table->rows);
		free(table->columns);
		free(table->name);
		free(table->file);
	}
	free(pack->tables);
}

static void
free_rules(struct pack *pack)
{
	for (size_t i = 0; i < pack->rule_count; i++) {
		struct rule *rule = &pack->rules[i];

		free(rule->id);
		free(rule->form_name);
		free(rule->when.sql);
		free(rule->expr.sql);
		free_label(&rule->message);
		free_names(&rule->fields);
	}
	free(pack->rules);
	free(pack->limits);
}

static void
free_columns(struct report *report)
{
	for (size_t c = 0; c < report->column_count; c++) {
		free(report->columns[c].name);
		free(report->columns[c].change_of);
		free_label(&report->columns[c].label);
	}
	free(report->columns);
}

static void
free_reports(struct report *reports, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct report *report = &reports[i];

		free_columns(report);
		for (size_t l = 0; l < report->line_count; l++) {
			free_label(&report->lines[l].label);
			free(report->lines[l].sql.sql);
		}
		free(report->lines);
		free(report->name);
		free_label(&report->title);
		free(report->sql.sql);
		free_label(&report->total_label);
		for (size_t p = 0; p < report->partition_count; p++) {
			free(report->partitions[p].whole);
			free_names(&report->partitions[p].parts);
		}
		free(report->partitions);
		free(report->rows.of);
		free(report->rows.sql.sql);
		free(report->offices_name);
	}
	free(reports);
}

static void
free_chains(struct pack *pack)
{
	for (size_t c = 0; c < pack->chain_count; c++) {
		struct chain *chain = &pack->chains[c];

		for (size_t i = 0; i < chain->level_count; i++) {
			free(chain->levels[i].name);
			free_label(&chain->levels[i].label);
			free_names(&chain->levels[i].by);
			free_names(&chain->levels[i].distinct_from);
			free(chain->levels[i].bulk_when.sql);
			free(chain->levels[i].due.sql);
		}
		for (size_t i = 0; i < chain->past_count; i++) {
			free(chain->past[i].name);
			free_label(&chain->past[i].label);
		}
		free(chain->past);
		for (size_t i = 0; i < chain->error_count; i++)
			free_label(&chain->errors[i].label);
		free(chain->levels);
		free(chain->errors);
		free_names(&chain->covers);
		free_names(&chain->of);
		free(chain->name);
		free_label(&chain->label);
		free(chain->each_name);
		free(chain->summary_name);
	}
	free(pack->chains);
}

static void
free_stages(struct case_stage *stages, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(stages[i].form_name);
		free(stages[i].when.sql);
		free(stages[i].done.sql);
	}
	free(stages);
}

static void
free_cases(struct pack *pack)
{
	for (size_t i = 0; i < pack->case_count; i++) {
		free(pack->cases[i].name);
		free_label(&pack->cases[i].label);
		free_names(&pack->cases[i].of);
		free_names(&pack->cases[i].same);
		free_stages(pack->cases[i].stages, pack->cases[i].stage_count);
		free_names(&pack->cases[i].needs);
		free_stages(pack->cases[i].before_end, pack->cases[i].before_end_count);
		free(pack->cases[i].opens_name);
		free(pack->cases[i].closes);
	}
	free(pack->cases);
}

static void
free_block(struct paper_block *block)
{
	free(block->when.sql);
	free_label(&block->text);
	free_names(&block->record);
	free_names(&block->fields);
	free_names(&block->photos);
	free_names(&block->code);
	free(block->chain_name);
	free(block->levels_name);
	free_columns(&block->rows);
	free(block->rows.sql.sql);
	for (size_t i = 0; i < block->blank_count; i++)
		free_label(&block->blanks[i]);
	free(block->blanks);
	free_keyed(block);
	free(block->group);
}

static void
free_papers(struct pack *pack)
{
	for (size_t i = 0; i < pack->paper_count; i++) {
		struct pack_paper *paper = &pack->papers[i];

		for (size_t b = 0; b < paper->block_count; b++)
			free_block(&paper->blocks[b]);
		free(paper->blocks);
		free(paper->name);
		free_label(&paper->title);
		free(paper->from_name);
		free(paper->relevant.sql);
	}
	free(pack->papers);
	free(pack->evidence_name);
	free(pack->prints.form_name);
	free(pack->prints.what_name);
	free(pack->prints.serial_name);
	free(pack->prints.of_name);
}

static void
free_head(struct pack *pack)
{
	for (size_t i = 0; i < pack->role_count; i++) {
		free(pack->roles[i].name);
		free(pack->roles[i].office_words);
		free_label(&pack->roles[i].label);
	}
	for (size_t i = 0; i < pack->deadline_count; i++) {
		free(pack->deadlines[i].name);
		free_label(&pack->deadlines[i].label);
	}
	for (size_t i = 0; i < pack->fact_count; i++) {
		free(pack->facts[i].name);
		free_label(&pack->facts[i].label);
		free(pack->facts[i].calculation.sql);
		free(pack->facts[i].lapse_day_name);
		free(pack->facts[i].lapse_to);
		free_names(&pack->facts[i].signed_forms);
	}
	for (size_t i = 0; i < pack->source_count; i++) {
		free(pack->sources[i].name);
		free_label(&pack->sources[i].label);
	}
	for (size_t i = 0; i < pack->citation_count; i++)
		free(pack->citations[i].names);
	for (size_t i = 0; i < pack->division_count; i++) {
		free(pack->divisions[i].code);
		free(pack->divisions[i].name);
		free(pack->divisions[i].parent);
		free(pack->divisions[i].became);
	}
	free(pack->roles);
	free(pack->deadlines);
	free(pack->facts);
	free(pack->divisions);
	free(pack->sources);
	free(pack->citations);
}

void
pack_free(struct pack *pack)
{
	if (!pack)
		return;
	free_head(pack);
	free_forms(pack);
	free_lists(pack);
	free_tables(pack);
	free_rules(pack);
	free_reports(pack->reports, pack->report_count);
	free_reports(pack->views, pack->view_count);
	free_papers(pack);
	free_chains(pack);
	free_cases(pack);
	free_names(&pack->acts_epoch);
	free_names(&pack->acts_decision);
	free_names(&pack->acts_manifest);
	free_names(&pack->readers);
	free(pack->reasons_name);
	free(pack->covers.form_name);
	free(pack->covers.hamlet_name);
	free(pack->covers.person_name);
	free(pack->covers.of_name);
	free(pack->covers.whole);
	free(pack->manifest.missing_name);
	free(pack->manifest.by_name);
	free(pack->manifest.tries_name);
	free_names(&pack->manifest.state_names);
	free(pack->manifest.states);
	free(pack->tally.form_name);
	free(pack->tally.report_name);
	free(pack->tally.day_name);
	free(pack->tally.told_name);
	free_names(&pack->tally.count_names);
	free(pack->quality.team_name);
	free(pack->quality.wrong.sql);
	free(pack->draw.form_name);
	free(pack->draw.checks_name);
	free(pack->draw.lean);
	for (size_t i = 0; i < DRAW_FIELD_COUNT; i++)
		free(pack->draw.names[i]);
	free(pack->index);
	free(pack->name);
	free_label(&pack->label);
	value_release(&pack->files);
	for (size_t i = 0; i < pack->file_name_count; i++)
		free(pack->file_names[i]);
	free(pack->file_names);
	free(pack);
}
