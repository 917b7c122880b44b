use super::*;
use proptest::prelude::*;

/// Right text in many languages, with the neighbourhoods that tempt a careless mender.
const CLEAN: &[&str] = &[
    "The envoy said “we agreed” — and left the café at 5 o’clock… for €20.",
    "L’été dernier, «École» et « CAFÉ » ont été fermés à l’étranger ; l’élève dit : « À bientôt ! »",
    "«États» —Él dijo: “¿Qué?” “Él y ella” fueron a ESPAÑA, “ÁFRICA” y «PERÚ»; CAFÉ® y NESTLÉ™.",
    "„Äpfel“ und ‚Öl‘ im „MENÜ“; „Spaß“ für Größe, STRASSE „CAFÉ“ — Übung…",
    "A notícia de AMANHÃ” saiu em SÃO PAULO; “AMANHÃ”, “IRMÔ, NÃO, «IRMû e pão à mão.",
    "Příliš žluťoučký kůň; „ÚŽASNÝ“ a LÍŠKA, ČÁŠ, ÍŽ.",
    "Łódź i „INFORMACJĘ” — „KRAKÓW” zażółć gęślą jaźń.",
    "INFORMACIÓ” és «LA NACIÓ» a Catalunya: col·laboració.",
    "Šis õhtu, Äšš, ÕHTU ŽÜRII “ÖÖ” jäääär.",
    "Smörgåsbord på “Ö” och SMÅ” i ”ÅÄÖ”.",
    "Þórður Ðí “Ð” í Reykjavík, ÞAÐ™ og ÁÐ.",
    "Ποιος είπε «όχι»; Η Αθήνα – και η Άγκυρα.",
    "Президент сказал: «Мы готовы» — и уехал в Пекин.",
    "外交部发言人表示：“中方愿意合作。”——新华社",
    "북한 외무성은 ‘대화’를 거부했다…",
    "وزير الخارجية قال: «لا» – ثم غادر.",
    "שר החוץ אמר „לא” – והלך.",
    "İstanbul’da Ağustos’ta görüştü; ÇAĞRI, ŞÖYLE “Ü”.",
    "Thủ tướng nói: “Chúng tôi sẵn sàng” – Hà Nội, ÊÉÈ.",
    "The root √π ≈ 1.77, ¬Ω, ±3 °C, 20 µg, § 5, 10 ½ miles, £5, 5 ¢ and ©2021.",
    "Der Preis: 5 €… «ß» und ‚Ähnliches‘; Straße™ ‚Ä…",
    "la lettre “Ñ” et “É”… ‘é’ –à Paris– …été",
];

fn broken(text: &str, page: &str) -> Option<String> {
    text.bytes()
        .map(|byte| match (byte, page) {
            (0..0x80, _) => Some(byte as char),
            (_, "latin1") => Some(byte as char),
            (_, "mac") => Some(tables::MAC[usize::from(byte) - 0x80]),
            _ => encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&[byte])
                .0
                .chars()
                .next(),
        })
        .collect()
}

fn without_junk(text: &str) -> String {
    text.chars().filter(|&c| !is_junk(c)).collect()
}

/// Every repair is at its place, and every character outside one maps to itself.
fn check_map(supplied: &str, mended: &Mended) {
    for (at, c) in mended.text.char_indices() {
        let span = ByteSpan::new(at, at + c.len_utf8());
        let back = mended.map.supplied(span).of(supplied);
        let repaired = mended
            .repairs
            .iter()
            .any(|repair| repair.span.overlaps(span));
        assert!(
            repaired || back == span.of(&mended.text),
            "{c:?} came from {back:?} in {supplied:?}"
        );
    }
    let whole = mended.map.supplied(ByteSpan::new(0, mended.text.len()));
    assert!(mended.text.is_empty() || whole.end <= supplied.len());
}

fn check_mends(supplied: &str, expected: &str) {
    let mended = mend(supplied);
    assert_eq!(mended.text, expected, "mending {supplied:?}");
    check_map(supplied, &mended);
    assert_eq!(
        mend(&mended.text).text,
        mended.text,
        "mending twice {supplied:?}"
    );
}

#[test]
fn right_text_is_left_alone() {
    for text in CLEAN {
        check_mends(text, text);
        assert!(mend(text).repairs.is_empty());
    }
    let all = CLEAN.join("\n");
    check_mends(&all, &all);
}

#[test]
fn broken_text_is_mended() {
    for page in ["windows", "latin1", "mac"] {
        for text in CLEAN {
            let once = broken(text, page).unwrap();
            check_mends(&once, text);
            if page != "mac" {
                check_mends(&broken(&once, page).unwrap(), text);
            }
        }
    }
}

#[test]
fn a_broken_quotation_beside_right_ones() {
    check_mends(
        "both sides’ “word” was ‚Äúlasting‚Äù, ‚Äôtwas said",
        "both sides’ “word” was “lasting”, ’twas said",
    );
    check_mends("the Fran√ßois d√©cision o√π", "the François décision où");
    check_mends(
        "Itâ€™s a â€œdealâ€\u{9d} â€“ for CafÃ© Ã la carte",
        "It’s a “deal” – for Café Ã la carte",
    );
}

#[test]
fn junk_is_dropped_and_mapped() {
    check_mends("\u{feff}Bei\u{ad}jing\u{7}\u{200b}!", "Beijing!");
    let mended = mend("Bei\u{ad}jing");
    assert_eq!(
        mended.map.supplied(ByteSpan::new(0, 7)),
        ByteSpan::new(0, 9)
    );
    assert_eq!(mended.repairs[0].kind, RepairKind::Control);
}

#[test]
fn kinds_are_told_apart() {
    let kind = |text: &str| mend(text).repairs[0].kind;
    assert_eq!(kind("â€œ"), RepairKind::Windows1252);
    assert_eq!(kind("â\u{80}\u{9c}"), RepairKind::Latin1);
    assert_eq!(kind("‚Äú"), RepairKind::MacRoman);
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,6}",
        "[a-zàâçéèêëîïôùû]{2,8}",
        "[a-zäöüß]{2,8}",
        "[a-záéíñóú]{2,8}",
        "[a-ząćęłńśźż]{2,8}",
        "[а-я]{2,8}",
        "[α-ω]{2,8}",
        "“[a-z]{2,6}”",
        "[a-z]{2,6}’s",
    ];
    proptest::collection::vec(word, 1..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn anything_maps_back_and_mending_twice_mends_no_more(text in "[\\PC\u{80}-\u{ff}√‚ÄúÃ©â€œ]{0,80}") {
        let mended = mend(&text);
        check_map(&text, &mended);
        prop_assert_eq!(&mend(&mended.text).text, &mended.text);
    }

    #[test]
    fn right_words_are_left_alone(text in words()) {
        prop_assert_eq!(mend(&text).text, without_junk(&text));
    }

    #[test]
    fn broken_words_are_mended(text in words(), page in prop_oneof![Just("windows"), Just("latin1"), Just("mac")]) {
        let once = broken(&text, page).unwrap();
        prop_assert_eq!(&mend(&once).text, &text);
    }
}
