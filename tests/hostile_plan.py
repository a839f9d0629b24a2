"""An invented plan in which every text is hostile: markup, scripts, marks that turn the direction, endless words."""

from typing import Final

WORD: Final = "å" * 10_000
PLAN: Final = f"""@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .

<pahittat-elak> a rt:Plan ; dcterms:title "<script>document.title = 'hacked'</script> \u202enalp"@sv ;
    rt:level rt:local ; dcterms:publisher <org/pahittad-elak> ; foaf:homepage <javascript:alert(1)> ;
    rt:period <pahittat-elak/period/2018> .
<pahittat-elak/period/2018> a dcterms:PeriodOfTime ; dcat:startDate "2018-01-01"^^xsd:date ;
    dcat:endDate "2018-12-31"^^xsd:date ; rt:precision rt:yearPrecision ; rt:asPrinted "<b>2018</b>"@sv .
<pahittat-elak/utgava/1> a rt:PlanEdition ; rt:editionOf <pahittat-elak> ; rt:version "1\\"><script>" ;
    rt:editionStatus rt:current ; rt:content rt:loaded .
<org/pahittad-elak> a org:Organization ; skos:prefLabel "Nämnden <img src=x onerror=alert(1)>"@sv .
<pahittat-elak/omrade/1> a rt:FocusArea ; dcterms:isPartOf <pahittat-elak> ; dcterms:source <pahittat-elak/utgava/1> ;
    rt:position 1 ; dcterms:identifier "<u>O</u>" ; rt:locator "</p><script>alert(1)</script>"@sv ;
    dcterms:title "Område \\" onmouseover=\\"alert(1)"@sv .
<pahittat-elak/mal/1> a rt:EffectGoal ; dcterms:isPartOf <pahittat-elak> ; dcterms:source <pahittat-elak/utgava/1> ;
    rt:position 1 ; dcterms:identifier "M1" ; rt:locator "rad <svg onload=alert(1)>"@sv ;
    dcterms:title "{{{{ 7 * 7 }}}} </title><script>alert(1)</script> %(num)s"@sv .
<pahittat-elak/mal/2> a rt:EffectGoal ; dcterms:isPartOf <pahittat-elak> ; dcterms:source <pahittat-elak/utgava/1> ;
    rt:position 2 ; dcterms:identifier "M2" ; rt:locator "rad 2"@sv ; dcterms:title "{WORD}"@sv .
<pahittat-elak/aktivitet/1> a rt:Activity ; dcterms:isPartOf <pahittat-elak> ; rt:position 1 ;
    dcterms:source <pahittat-elak/utgava/1> ; dcterms:identifier "A1" ; rt:locator "rad 3"@sv ;
    rt:responsible <org/pahittad-elak> ; rt:period <pahittat-elak/period/2018> ;
    dcterms:title "javascript:alert(1) <a href='javascript:alert(1)'>x</a> {WORD}"@sv .
<pahittat-elak/lank/1> a rt:Link ; rt:from <pahittat-elak/aktivitet/1> ; rt:to <pahittat-elak/mal/1> ;
    rt:relation rt:contributesTo ; rt:basis rt:stated ; rt:validity rt:valid ;
    dcterms:source <pahittat-elak/utgava/1> ; rt:locator "<i>rad</i>"@sv ; rt:quote "<script>alert(1)</script>"@sv .
<pahittat-elak/lank/2> a rt:Link ; rt:from <pahittat-elak/mal/1> ; rt:to <pahittat-elak/omrade/1> ;
    rt:relation rt:inArea ; rt:basis rt:inferred ; rt:validity rt:valid ; rt:rationale "<script>alert(2)</script>"@sv ;
    prov:wasAttributedTo <org/pahittad-elak> ; prov:generatedAtTime "2026-01-01T00:00:00Z"^^xsd:dateTime ;
    dcterms:source <pahittat-elak/utgava/1> ; rt:locator "rad 4"@sv .
"""
"""The plan in Turtle; its titles hold a word of ten thousand letters too."""
