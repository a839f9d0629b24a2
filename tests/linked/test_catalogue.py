"""The catalogue of the datasets: what DCAT-AP-SE 3.0.1 demands is there, and nothing is invented.

Its tables of properties are https://docs.dataportal.se/dcat/3.0.1/en/; those of DCAT-AP, which it is a profile of, are
https://semiceu.github.io/DCAT-AP/releases/3.0.1/.
"""

import re
from functools import cache
from typing import Final

import pytest
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from graph_service.linked.catalogue import PREFIXES, catalogue, catalogue_queries
from graph_service.linked.dumps import dumps
from graph_service.model import terms
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.snapshot import Snapshot
from graph_service.store.writing import Syntax, lines, write
from graph_service.vocabulary import RT

VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
VERSION: Final = URIRef(f"{DCAT}version")
ODRS: Final = Namespace("http://schema.theodi.org/odrs#")
NAL: Final = Namespace("http://publications.europa.eu/resource/authority/")
CC0: Final = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
HERE: Final = Settings(
    public_url="https://plans.example/thread",
    operator_name="Exempelby kommun",
    operator_mail="plans@exempelby.example",
    operator_type="LocalAuthority",
)
CATALOGUE: Final = URIRef("https://plans.example/thread/catalog")

MANDATORY: Final = (
    # class, property, most values (0: any number)
    (DCAT.Catalog, DCTERMS.title, 0),
    (DCAT.Catalog, DCTERMS.description, 0),
    (DCAT.Catalog, DCTERMS.publisher, 1),
    (DCAT.Catalog, DCTERMS.license, 1),
    (DCAT.Catalog, DCAT.dataset, 0),
    (DCAT.Dataset, DCTERMS.title, 0),
    (DCAT.Dataset, DCTERMS.description, 0),
    (DCAT.Dataset, DCTERMS.publisher, 1),
    (DCAT.Distribution, DCAT.accessURL, 1),
    (DCAT.Distribution, DCTERMS["format"], 1),
    (DCAT.DataService, DCTERMS.title, 0),
    (DCAT.DataService, DCAT.endpointURL, 0),
    (DCAT.DataService, DCTERMS["format"], 1),
    (FOAF.Agent, FOAF.name, 0),
    (FOAF.Agent, DCTERMS.type, 1),
    (VCARD.Organization, RDF.type, 1),
    (VCARD.Organization, VCARD.fn, 0),
    (VCARD.Organization, VCARD.hasEmail, 0),
    (SKOS.Concept, SKOS.prefLabel, 0),
    (SKOS.ConceptScheme, DCTERMS.title, 0),
)
RECOMMENDED: Final = (
    (DCAT.Catalog, DCTERMS.language),
    (DCAT.Catalog, DCTERMS.spatial),
    (DCAT.Catalog, DCAT.themeTaxonomy),
    (DCAT.Catalog, FOAF.homepage),
    (DCAT.Dataset, DCAT.contactPoint),
    (DCAT.Dataset, DCAT.distribution),
    (DCAT.Dataset, DCAT.keyword),
    (DCAT.Dataset, DCAT.theme),
    (DCAT.Dataset, DCTERMS.accessRights),
    (DCAT.Dataset, DCTERMS.conformsTo),
    (DCAT.Dataset, DCTERMS.spatial),
    (DCAT.Distribution, DCTERMS.description),
    (DCAT.Distribution, DCTERMS.license),
    (DCAT.DataService, DCAT.contactPoint),
    (DCAT.DataService, DCAT.endpointDescription),
    (DCAT.DataService, DCAT.keyword),
    (DCAT.DataService, DCAT.servesDataset),
    (DCAT.DataService, DCTERMS.accessRights),
    (DCAT.DataService, DCTERMS.conformsTo),
)
ONCE: Final = (
    (DCAT.Catalog, FOAF.homepage),
    (DCAT.Dataset, DCTERMS.accessRights),
    (DCAT.Dataset, DCTERMS.accrualPeriodicity),
    (DCAT.Dataset, VERSION),
    (DCAT.Distribution, DCTERMS.license),
    (DCAT.Distribution, DCTERMS.rights),
    (DCAT.Distribution, DCAT.mediaType),
    (DCAT.DataService, DCTERMS.accessRights),
    (DCAT.DataService, DCTERMS.license),
    (DCAT.DataService, DCTERMS.publisher),
    (DCTERMS.PeriodOfTime, DCAT.startDate),
    (DCTERMS.PeriodOfTime, DCAT.endDate),
)
RANGES: Final = {
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.type: SKOS.Concept,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.dataset: DCAT.Dataset,
    DCAT.servesDataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.service: DCAT.DataService,
    DCAT.accessService: DCAT.DataService,
    DCAT.contactPoint: VCARD.Organization,
    DCAT.endpointDescription: RDFS.Resource,
    DCAT.endpointURL: RDFS.Resource,
    DCAT.landingPage: FOAF.Document,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    FOAF.homepage: FOAF.Document,
}
CODES: Final = {
    DCTERMS.language: NAL.language,
    DCTERMS.spatial: NAL.country,
    DCTERMS.accrualPeriodicity: NAL.frequency,
    DCTERMS.accessRights: NAL["access-right"],
    DCTERMS["format"]: NAL["file-type"],
    DCAT.theme: NAL["data-theme"],
}


@cache
def _catalogue() -> Graph:
    store = snapshot.build(snapshot.shipped_files(Settings())).store
    return Graph().parse(data=lines(catalogue(store, HERE)), format="nt")


@pytest.mark.parametrize(("kind", "property_", "most"), MANDATORY)
def test_what_is_mandatory_is_there(kind: URIRef, property_: URIRef, most: int) -> None:
    """Everything of a class has each property that DCAT-AP-SE demands of it, and not more often than it may."""
    things = set(_catalogue().subjects(RDF.type, kind))
    assert things
    for thing in things:
        count = len(list(_catalogue().objects(thing, property_)))
        assert count == 1 if most else count >= 1, thing


@pytest.mark.parametrize(("kind", "property_"), RECOMMENDED)
def test_what_is_recommended_and_known_is_there(kind: URIRef, property_: URIRef) -> None:
    """What we know of the recommended properties is told."""
    assert {s for s in _catalogue().subjects(RDF.type, kind) if not list(_catalogue().objects(s, property_))} == set()


@pytest.mark.parametrize(("kind", "property_"), ONCE)
def test_what_may_be_said_once_is_not_said_twice(kind: URIRef, property_: URIRef) -> None:
    """Properties with at most one value have no more."""
    for thing in _catalogue().subjects(RDF.type, kind):
        assert len(list(_catalogue().objects(thing, property_))) <= 1, thing


@pytest.mark.parametrize("property_", RANGES)
def test_values_are_of_the_class_that_they_must_be_of(property_: URIRef) -> None:
    """The value of each property is a resource that the catalogue itself says the class of."""
    values = set(_catalogue().objects(None, property_))
    assert values
    assert {value for value in values if (value, RDF.type, RANGES[property_]) not in _catalogue()} == set()


@pytest.mark.parametrize("property_", CODES)
def test_codes_are_from_the_lists_of_the_eu(property_: URIRef) -> None:
    """Languages, places, formats and the like are from the lists that DCAT-AP names, and say so."""
    for value in _catalogue().objects(None, property_):
        assert str(value).startswith(f"{CODES[property_]}/")
        assert (value, SKOS.inScheme, CODES[property_]) in _catalogue()


def test_media_types_are_those_of_iana() -> None:
    """Every file says its media type by IANA's address for it."""
    types = {str(value) for value in _catalogue().objects(None, DCAT.mediaType)}
    assert all(re.fullmatch(r"https://www\.iana\.org/assignments/media-types/\w+/[\w.+-]+", value) for value in types)


def test_texts_are_in_both_languages() -> None:
    """Titles, descriptions and keywords of everything of ours are in Swedish and in English."""
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService):
        for thing in _catalogue().subjects(RDF.type, kind):
            for property_ in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
                texts = list(_catalogue().objects(thing, property_))
                assert {text.language for text in texts if isinstance(text, Literal)} in ({"sv", "en"}, set()), thing


def test_it_is_one_graph_that_a_portal_can_harvest() -> None:
    """No blank nodes, no relative IRIs, and every dataset, file and service is reached from the catalogue."""
    assert not any(isinstance(term, BNode) for triple in _catalogue() for term in triple)
    reached = {CATALOGUE}
    while more := {o for s in reached for o in _catalogue().objects(s) if isinstance(o, URIRef)} - reached:
        reached |= more
    kinds = (DCAT.Dataset, DCAT.Distribution, DCAT.DataService, FOAF.Agent, VCARD.Organization)
    assert {s for kind in kinds for s in _catalogue().subjects(RDF.type, kind)} - reached == set()


def test_everything_of_ours_lies_at_the_public_address() -> None:
    """Catalogue, datasets, files and services have the address of the service that the settings give."""
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService, FOAF.Agent, FOAF.Document):
        for thing in _catalogue().subjects(RDF.type, kind):
            assert str(thing).startswith("https://plans.example/thread/")


def test_the_metadata_is_free_and_the_texts_are_their_publishers() -> None:
    """The catalogue is CC0, as Sweden demands; files are CC0 too, with a word on the texts of the plans."""
    assert _catalogue().value(CATALOGUE, DCTERMS.license) == CC0
    for file in _catalogue().subjects(RDF.type, DCAT.Distribution):
        assert _catalogue().value(file, DCTERMS.license) == CC0
        rights = _catalogue().value(file, DCTERMS.rights)
        assert (rights, RDF.type, ODRS.RightsStatement) in _catalogue()
        notices = {str(text) for text in _catalogue().objects(rights, ODRS.copyrightNotice)}
        assert any("The texts of the plans are public documents of their publishers" in notice for notice in notices)


def test_the_operator_is_who_the_settings_name() -> None:
    """The publisher and the contact are the operator of the service, by name, kind and mail."""
    (operator,) = _catalogue().subjects(RDF.type, FOAF.Agent)
    (contact,) = _catalogue().subjects(RDF.type, VCARD.Organization)
    assert str(_catalogue().value(operator, FOAF.name)) == "Exempelby kommun"
    assert str(_catalogue().value(operator, DCTERMS.type)) == "http://purl.org/adms/publishertype/LocalAuthority"
    assert str(_catalogue().value(contact, VCARD.hasEmail)) == "mailto:plans@exempelby.example"
    assert operator != contact


def test_there_is_a_dataset_of_everything_and_one_of_each_loaded_document(shipped: Snapshot) -> None:
    """The datasets are those that can be fetched, and their files are the dumps, in every format."""
    listed = dumps(shipped.store, shipped.store.graphs(), HERE.base)
    names = {dump.name for dump in listed if dump.part in {"all", "document"}}
    datasets = {str(s).removeprefix(f"{CATALOGUE}#dataset/") for s in _catalogue().subjects(RDF.type, DCAT.Dataset)}
    assert datasets == names
    files = {str(url) for url in _catalogue().objects(None, DCAT.downloadURL)}
    endings = ("trig", "nq", "ttl", "nt", "jsonld")
    assert files == {f"https://plans.example/thread/dumps/{name}.{ending}" for name in names for ending in endings}


def test_dates_are_those_that_the_plans_state(shipped: Snapshot) -> None:
    """Periods are those of the documents; no day of publication is made up."""
    for date in (DCTERMS.issued, DCTERMS.modified):
        assert (None, date, None) not in _catalogue()
    for dataset, period in _catalogue().subject_objects(DCTERMS.temporal):
        document = str(_catalogue().value(dataset, DCTERMS.identifier))
        assert shipped.store.ask(f"ASK {{ <{document}> rt:period <{period}> }}")
        for property_ in (DCAT.startDate, DCAT.endDate):
            day = _catalogue().value(period, property_)
            assert isinstance(day, Literal)
            assert day.datatype == XSD.date
            assert shipped.store.ask(f"ASK {{ <{period}> <{property_}> {day.n3()} }}")
    fyrbodal = URIRef(f"{CATALOGUE}#dataset/fyrbodal-2020-2022")
    assert str(_catalogue().value(fyrbodal, VERSION)) == "1.0"
    assert str(_catalogue().value(fyrbodal, PROV.wasDerivedFrom)).endswith("/fyrbodal-2020-2022/utgava/1.0")


def test_a_partly_loaded_document_says_so(shipped: Snapshot) -> None:
    """The description of a dataset tells when only parts of the document are in it."""
    partly = {
        row["document"].value
        for row in shipped.store.select(
            "SELECT ?document { ?edition rt:editionOf ?document ; rt:content rt:partlyLoaded }"
        ).rows
    }
    assert partly
    told = {
        str(_catalogue().value(dataset, DCTERMS.identifier))
        for dataset, words in _catalogue().subject_objects(DCTERMS.description)
        if "Only parts of the document are loaded" in str(words)
    }
    assert told == partly


@pytest.mark.parametrize(("syntax", "name"), [("turtle", "turtle"), ("rdfxml", "xml"), ("nt", "nt")])
def test_it_can_be_written_in_every_syntax(shipped: Snapshot, syntax: Syntax, name: str) -> None:
    """The portal harvests RDF/XML; that and the others mean the same triples."""
    triples = catalogue(shipped.store, HERE)
    assert set(Graph().parse(data=write(triples, syntax, PREFIXES), format=name)) == set(_catalogue())


def _plan(title: str, path: str = "plan") -> EmbeddedStore:
    settings = Settings()
    edition = terms.Iri(f"{settings.base}{path}/utgava/1")
    store = EmbeddedStore()
    plan = terms.Iri(f"{settings.base}{path}")
    store.add(
        [
            (plan, terms.Iri(str(DCTERMS.title)), terms.Literal(title, language="sv")),
            (edition, terms.Iri(f"{RT}editionOf"), plan),
            (edition, terms.Iri(f"{RT}content"), terms.Iri(f"{RT}loaded")),
        ],
        edition.value,
    )
    return store


@pytest.mark.parametrize("title", ['"} INSERT DATA {', "a\\nb\n", "<script>", "»«", ""])
def test_hostile_titles_are_titles(title: str) -> None:
    """Whatever a plan is called stands in the catalogue as text."""
    graph = Graph().parse(data=lines(catalogue(_plan(title), HERE)), format="nt")
    titles = {str(text) for text in graph.objects(URIRef(f"{CATALOGUE}#dataset/plan"), DCTERMS.title)}
    assert titles == {f"{title}, som länkade data", f"{title}, as linked data"}


def test_a_strange_path_is_written_so_that_its_address_works() -> None:
    """A document whose path has letters that addresses encode has an encoded address."""
    graph = Graph().parse(data=lines(catalogue(_plan("Plan", "år/2020#ö?"), HERE)), format="nt")
    files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert "https://plans.example/thread/dumps/%C3%A5r/2020%23%C3%B6%3F.ttl" in files


def test_a_document_with_two_loaded_editions_has_no_one_version() -> None:
    """A dataset of several editions names them all, and states no version that only one of them has."""
    store = _plan("Plan")
    second = terms.Iri(f"{Settings().base}plan/utgava/2")
    store.add(
        [
            (second, terms.Iri(f"{RT}editionOf"), terms.Iri(f"{Settings().base}plan")),
            (second, terms.Iri(f"{RT}content"), terms.Iri(f"{RT}partlyLoaded")),
            (second, terms.Iri(f"{RT}version"), terms.Literal("2")),
        ],
        second.value,
    )
    graph = Graph().parse(data=lines(catalogue(store, HERE)), format="nt")
    dataset = URIRef(f"{CATALOGUE}#dataset/plan")
    assert len(set(graph.objects(dataset, PROV.wasDerivedFrom))) == 2
    assert graph.value(dataset, VERSION) is None
    assert len(set(graph.objects(dataset, DCTERMS.description))) == 2
    assert all(
        " delar " in f"{words}" or " parts " in f"{words}" for words in graph.objects(dataset, DCTERMS.description)
    )


def test_an_empty_dataset_has_a_catalogue() -> None:
    """Without any plan there is the dataset of everything, and all that is mandatory."""
    graph = Graph().parse(data=lines(catalogue(EmbeddedStore(), Settings())), format="nt")
    assert [str(s) for s in graph.subjects(RDF.type, DCAT.Dataset)] == ["http://127.0.0.1:8000/catalog#dataset/all"]
    assert (VCARD.Organization, RDFS.subClassOf, VCARD.Kind) in graph


def test_its_queries_can_be_asked_by_anyone(shipped: Snapshot) -> None:
    """The catalogue is no more than the answers to its queries."""
    found = {triple for query in catalogue_queries(HERE) for triple in shipped.store.construct(query)}
    assert found == set(catalogue(shipped.store, HERE))
