# survey_alone DIR: leaves of the campaign's pack in DIR the survey alone, for tests that add forms and chains of their own. As survey.c does.
survey_alone() {
	for form in control notice appraisal plan work closure enforcement patrol grid leader_visit event visit print grid_rows event_places referral dept_reply sent_back dept_findings county_contact cc_rows safety_proof task_force force_rows case_houses; do # with their repeats
		sed -i "/^forms: /s/, $form\([],]\)/\1/" "$1/pack.yaml"
		rm -f "$1/$form.yaml"
	done
	rm -f "$1/papers.yaml"
	sed -i -e '/^  - role: township_deputy/,+2d' -e '/^  - role: appraiser/,+2d' -e 's/, tries: visit//' -e '/^covers: /d' -e '/^readers:/s/, township_deputy//' -e '/^  # What the township typed from a paper report/,/^deadlines:/{/^deadlines:/!d}' \
		-e '/^  # A letter to a department/,/^# What is asked for/{/^# What is asked/!d}' -e '/^# From a hazard to its strike-off/,/^# Structure against walls/{/^# Structure/!d}' \
		-e '/^  # When the house was pulled down/,/closure_ground = .3/d' -e '/^  # What was built anew is another house/,/^           ELSE max/d' -e '/WHEN survey_old = 1/d' \
		-e '/^  # A house is gone once/,/^    calculation: "NOT EXISTS/d' -e "s/CASE WHEN still_stands = 0 THEN 0 ELSE/CASE WHEN 1 THEN/; s/CASE WHEN still_stands = 0 THEN 0 WHEN/CASE WHEN/; s/still_stands = 0 OR last_grade/last_grade/; s/\"still_stands AND (conclusion/\"(conclusion/; s/ OR still_stands = 0 THEN/ THEN/" -e '/^    signed: /s/, appraisal, closure\]/]/' -e 's/"(SELECT a.grade FROM appraisal a .*"$/"NULL"/' "$1/pack.yaml"
	sed -i -e '/^again: /d' -e '/^  # Asked of a house alone/,/^    default: rebuilt_on/d' "$1/registration.yaml" "$1/classification.yaml"
	sed -i 's/ rebuilt_date,//; s/, rebuilt_date\]/]/' "$1/reinspection.yaml" "$1/platform.yaml"
	sed -i '/^blind:/s/, report_floors, report_structure//' "$1/photo_check.yaml"
	sed -i '/^# ---- the closed loop/,$d' "$1/rules.yaml"
	sed -i 's/ AND b\.still_stands = 1 AND/ AND/g' "$1/reports.yaml"
	# The reports that read none of these forms.
	awk '/^- report: / { if (!drop) printf "%s", block; block = ""; drop = 0 }
		{ block = block $0 "\n" }
		/(FROM|JOIN) (control|notice|appraisal|plan|work|closure|enforcement|patrol|visit|grid|grid_rows|leader_visit|event|event_places|referral|dept_reply|sent_back|dept_findings|county_contact|cc_rows|safety_proof|task_force|force_rows|case_houses)[^a-z_]/ { drop = 1 }
		/FROM (control|notice|appraisal|plan|work|closure|enforcement|patrol|visit|grid|grid_rows|leader_visit|event|event_places|referral|dept_reply|sent_back|dept_findings|county_contact|cc_rows|safety_proof|task_force|force_rows|case_houses)$/ { drop = 1 }
		END { if (!drop) printf "%s", block }' "$1/reports.yaml" >"$1/reports.kept"
	mv "$1/reports.kept" "$1/reports.yaml"
}
