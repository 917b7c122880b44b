"""Reads an export as its users do and prints what it found as JSON."""

import json
import math
import sys
import xml.etree.ElementTree as ElementTree

import networkx
import pandas

GDELT = """GLOBALEVENTID SQLDATE MonthYear Year FractionDate Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode
Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code Actor2Code Actor2Name
Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code
Actor2Type3Code IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long
Actor1Geo_FeatureID Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat
Actor2Geo_Long Actor2Geo_FeatureID ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code
ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""".split()
MENTIONS = """GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID
Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo
Extras""".split()
PHOENIX = """EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute TargetActorFull
TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode QuadClass GoldsteinScore Issues Lat Lon LocationName
StateName CountryCode SentenceID URLs NewsSources""".split()
PETRARCH = "date source target code issues ids url story_source".split()


def tabs(path, names=None, **more):
    header = 0 if names is None else None
    # Codes are strings: 010 and 10 are two. Quotes mean nothing in these files.
    codes = {name: str for name in names or () if "Code" in name or name == "code"}
    codes |= {"CAMEO Code": str}
    return pandas.read_csv(path, sep="\t", header=header, names=names, quoting=3, dtype=codes, **more)


def table(frame):
    def plain(value):
        if value is None or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
            return None
        value = value.item() if hasattr(value, "item") else value
        # A whole column with a gap is read as one of floats.
        if isinstance(value, float) and value.is_integer() and abs(value) > 1000:
            return int(value)
        return value if isinstance(value, (str, int, float, bool)) else str(value)

    return {
        "columns": len(frame.columns),
        "rows": len(frame),
        "types": {name: str(kind) for name, kind in frame.dtypes.items()},
        "values": {name: [plain(value) for value in frame[name]] for name in frame.columns},
        "unique": {name: bool(frame[name].is_unique) for name in frame.columns},
    }


def graph(found):
    return {
        "directed": found.is_directed(),
        "nodes": {node: fields for node, fields in found.nodes(data=True)},
        "edges": {f"{a}>{b}": fields for a, b, fields in found.edges(data=True)},
    }


def kml(path):
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = ElementTree.parse(path).getroot().iterfind(".//k:Placemark", space)
    return {
        "places": [
            {"name": mark.findtext("k:name", namespaces=space), "coordinates": mark.findtext(".//k:coordinates", namespaces=space)}
            for mark in marks
        ]
    }


READERS = {
    "gdelt": lambda path: table(tabs(path, GDELT)),
    "mentions": lambda path: table(tabs(path, MENTIONS)),
    "phoenix": lambda path: table(tabs(path, PHOENIX)),
    "petrarch2": lambda path: table(tabs(path, PETRARCH)),
    "icews": lambda path: table(tabs(path)),
    "polecat": lambda path: table(tabs(path, dtype_backend="numpy_nullable", keep_default_na=False).astype(str)),
    "plover": lambda path: {"records": [json.loads(line) for line in open(path, encoding="utf-8")]},
    "csv": lambda path: table(pandas.read_csv(path, dtype={"cameo": str})),
    "parquet": lambda path: table(pandas.read_parquet(path)),
    "graphml": lambda path: graph(networkx.read_graphml(path)),
    "gexf": lambda path: graph(networkx.read_gexf(path)),
    "geojson": lambda path: json.load(open(path, encoding="utf-8")),
    "kml": kml,
}

print(json.dumps(READERS[sys.argv[1]](sys.argv[2])))
