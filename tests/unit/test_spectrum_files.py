"""Measured spectra from files: tables in many dress, files of instruments, and files that are none of it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cellbuilder
from cellbuilder.cli.impedance import csv_text
from cellbuilder.domain.problem import UnreadableError
from cellbuilder.io import spectrum_files, spectrum_tables

HZ = (100000.0, 1000.0, 10.0, 0.1)
RE = (12.5, 20.25, 41.0, 60.5)
IM = (-1.5, -10.75, -4.0, -9.125)
POINTS = tuple(zip(HZ, RE, IM, strict=True))


def loads(text: str, name: str = "cell.csv") -> spectrum_files.MeasuredSpectrum:
    return spectrum_files.loads(text.encode(), name)


def problems(content: str | bytes, name: str = "cell.csv") -> list[str]:
    with pytest.raises(UnreadableError) as caught:
        spectrum_files.loads(content.encode() if isinstance(content, str) else content, name)
    assert caught.value.name == name
    return [str(problem) for problem in caught.value.problems]


def is_sample(found: spectrum_files.MeasuredSpectrum, scale: float = 1.0) -> bool:
    expected = (HZ, [value * scale for value in RE], [value * scale for value in IM])
    return all(
        np.allclose(column, values, rtol=1e-6)
        for column, values in zip((found.frequency, found.real, found.imaginary), expected, strict=True)
    )


def table(head: str, separator: str = ",", *, sign: float = 1.0, comma: bool = False) -> str:
    rows = [separator.join(f"{value:g}" for value in (f, re, sign * im)) for f, re, im in POINTS]
    text = "\n".join(rows)
    return f"{head}\n{text.replace('.', ',') if comma else text}\n"


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        (table("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm"), 1),
        (table("Frequency (Hz),Z' (Ω),-Z'' (Ω)", sign=-1), 1),
        (table("freq/Hz;Z' / Ohm;-Im(Z) / Ohm", ";", sign=-1, comma=True), 1),
        (table("Frequency [Hz]\tZreal [ohm]\tZimag [ohm]", "\t"), 1),
        (table("Frequency [Hz]\tZreal [ohm]\tZimag [ohm]", "\t", comma=True), 1),
        (table("f Z' Z''", " "), 1),
        (table("# freq, Z_re, Z_im"), 1),
        (table('"freq/Hz";"Z\'/Ohm";"-Z\'\'/Ohm"', ";", sign=-1), 1),
        (table("freq / Hz,Z' / kOhm,−Z″ / kOhm", sign=-1), 1000),
        (table("Frequency,Zre,Zim\nHz,Ohm,Ohm"), 1),
        (table("My pellet\nmeasured on Monday\n\nf/Hz,Z'/Ohm,Z''/Ohm"), 1),
        (table("\ufefffreq/Hz,Re(Z)/Ohm,Im(Z)/Ohm"), 1),
        (table("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm").replace("\n", "\r\n"), 1),
        ("\n".join(f"{f},{re},{im}" for f, re, im in POINTS), 1),
    ],
)
def test_that_a_table_is_read_whatever_parts_its_columns_and_however_they_are_named(text: str, scale: float) -> None:
    found = loads(text)
    assert is_sample(found, scale)
    assert not found.per_area
    assert (found.name, found.source, found.kind) == ("cell", "cell.csv", "table")


def test_that_columns_are_found_by_their_heads_among_others() -> None:
    rows = "\n".join(f"{n};{f};{abs(im) + re};{re};{-im};3.9" for n, (f, re, im) in enumerate(POINTS))
    found = loads(f"Pt;freq/Hz;|Z|/Ohm;Re(Z)/Ohm;-Im(Z)/Ohm;Ewe/V\n{rows}")
    assert is_sample(found)
    assert "column '-Im(Z)/Ohm' taken as -Z''" in found.notes


def test_that_magnitude_and_phase_become_real_and_imaginary_parts() -> None:
    rows = [f"{f},{np.hypot(re, im)!r},{np.degrees(np.arctan2(im, re))!r}" for f, re, im in POINTS]
    rows = [row.replace("np.float64(", "").replace(")", "") for row in rows]
    assert is_sample(loads("\n".join(["freq/Hz,|Z|/Ohm,Phase(Z)/deg", *rows])))
    found = loads("\n".join(["freq/Hz,Zmod/Ohm,Zphz", *rows]))
    assert is_sample(found)
    assert any("taken as degrees" in note for note in found.notes)


def test_that_a_phase_that_could_be_degrees_or_radians_is_asked_for() -> None:
    rows = "\n".join(f"{f},{re},-0.5" for f, re, _ in POINTS)
    (said,) = problems(f"freq/Hz,|Z|/Ohm,phase\n{rows}")
    assert "degrees or in radians" in said
    assert "'phase / deg'" in said


def test_that_values_per_area_are_known_by_their_unit() -> None:
    found = loads(table("freq/Hz,Z' / Ohm cm2,-Z'' / Ohm cm2", sign=-1))
    assert is_sample(found)
    assert found.per_area
    assert found.ohm_cm2() is not None
    assert is_sample(loads(table("freq/Hz,Z' (Ω·m²),Z'' (Ω·m²)")), 1e4)


def test_that_an_area_is_entered_and_never_guessed() -> None:
    found = loads(table("freq/Hz,Z'/Ohm,Z''/Ohm"))
    assert found.ohm_cm2() is None
    assert not found.comparable
    pair = found.with_area(0.5e-4).ohm_cm2()
    assert pair is not None
    assert np.allclose(pair[0], np.array(RE) * 0.5)
    assert np.allclose(pair[1], np.array(IM) * 0.5)
    as_is = found.as_per_area().ohm_cm2()
    assert as_is is not None
    assert np.allclose(as_is[0], RE)


def test_that_a_spectrum_with_the_other_sign_is_said_and_can_be_turned() -> None:
    found = loads(table("freq/Hz,Z'/Ohm,Z''/Ohm", sign=-1))
    assert any("turn its sign" in note for note in found.notes)
    assert is_sample(found.turned())
    assert not any("turn its sign" in note for note in loads(table("freq/Hz,Z'/Ohm,Z''/Ohm")).notes)


def test_that_points_come_from_high_to_low_frequency_and_cannot_be_written_to() -> None:
    head, *rows = table("freq/Hz,Z'/Ohm,Z''/Ohm").splitlines()
    found = loads("\n".join([head, *reversed(rows)]))
    assert is_sample(found)
    with pytest.raises(ValueError):
        found.real[0] = 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (table("freq/Hz,Z'/Ohm,E/V"), ["no column is Z''", "'-Z'' / Ohm'"]),
        (table("a,b,c"), ["no column is frequency", "no column is Z'", "the heads are 'a', 'b', 'c'"]),
        ("1,2,3,4\n5,6,7,8\n9,1,2,3\n", ["4 columns", "without heads"]),
        (table("freq/Hz,Z'/Ohm,Re(Z)/Ohm"), ["columns 2 ('Z'/Ohm'), 3 ('Re(Z)/Ohm')", "no column is Z''"]),
        (table("freq/Hz,Z' / Ohm cm2,Z'' / Ohm"), ["one is in ohm and one in ohm times area"]),
        ("f,Z',Z''\n1,2\n", ["no table of impedance"]),
    ],
)  # fmt: skip
def test_that_columns_that_are_not_clear_are_asked_for(text: str, words: list[str]) -> None:
    said = "\n".join(problems(text))
    for word in words:
        assert word in said


def test_that_all_problems_of_a_table_come_at_once_with_their_lines() -> None:
    said = problems("f/Hz,Z'/Ohm,Z''/Ohm\n1000,1,-1\n100,abc,-1\n10,2\n1,3,\n0.1,4,-1\n")
    assert said == [
        "line 3: Z'/Ohm: 'abc' is not a number",
        "line 4: 2 of 3 columns: '10,2'",
        "line 5: 2 of 3 columns: '1,3,'",
    ]
    said = problems("f/Hz,Z'/Ohm,Z''/Ohm\n1000,1,-1\n-5,1,-1\n10,nan,inf\n1000,3,-1\n0,4,1e999\n")
    assert said == [
        "line 3: the frequency is -5 Hz; it has to be above zero",
        "line 4: Z' and Z'' are not finite numbers",
        "line 5: repeats the frequency of line 2 (1000 Hz): keep one sweep in the file",
        "line 6: Z'' is not a finite number",
        "line 6: the frequency is 0 Hz; it has to be above zero",
    ]


def test_that_two_points_are_no_spectrum() -> None:
    assert problems("f/Hz,Z'/Ohm,Z''/Ohm\n1000,1,-1\n10,1,-1\n") == ["has 2 points; a spectrum has at least 3"]


def test_that_many_problems_are_cut_short() -> None:
    said = problems("f/Hz,Z'/Ohm,Z''/Ohm\n" + "".join(f"{n},1,x\n" for n in range(1, 60)) + "1,2,3\n4,5,6\n7,8,9\n")
    assert len(said) == spectrum_tables.MOST_PROBLEMS + 1
    assert said[-1] == "and 39 more like these"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "not a text file"),
        (b"PK\x03\x04" + bytes(50), "workbook"),
        (b"BIO-LOGIC MODULAR FILE\x1a" + bytes(50), ".mpt"),
        (bytes(range(1, 256)) * 20, "no table of impedance"),
        (b"{\"schema\": \"cellbuilder-design\"}", "no table of impedance"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"1,2,3\n" * 20_000, "lines"),
        (b"f/Hz,Z',Z''\n" + b"1" * 100_000 + b"," + b"a" * 100_000, "no table of impedance"),
    ],
)  # fmt: skip
def test_that_what_is_no_spectrum_is_refused_in_words(content: bytes, words: str) -> None:
    said = problems(content, "odd.txt")
    assert any(words in line for line in said)


def test_that_a_huge_file_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)
    with pytest.raises(UnreadableError, match="larger than 4 MB"):
        spectrum_files.read(path)


def test_that_a_folder_and_a_missing_file_are_said_to_be_that(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder"):
        spectrum_files.read(tmp_path)
    with pytest.raises(UnreadableError, match="does not exist"):
        spectrum_files.read(tmp_path / "nothing.csv")


def test_that_text_in_utf_16_is_read() -> None:
    assert is_sample(spectrum_files.loads(table("freq/Hz,Z'/Ohm,Z''/Ohm").encode("utf-16"), "cell.csv"))


def gamry(end: str = "") -> str:
    head = "EXPLAIN\nTAG\tEISPOT\nTITLE\tLABEL\tPotentiostatic EIS\tTest\nAREA\tQUANT\t1.00000E+000\tSample Area\n"
    names = "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIdc\tVdc\tIERange\n"
    names += "\t#\ts\tHz\tohm\tohm\tV\tohm\t°\tA\tV\t#\n"
    rows = "".join(f"\t{n}\t1\t{f}\t{re}\t{im}\t1\t0\t0\t0\t0\t9\n" for n, (f, re, im) in enumerate(POINTS))
    return f"{head}ZCURVE\tTABLE\n{names}{rows}{end}"


def biologic(comma: bool = False) -> str:
    rows = "".join(f"{f:E}\t{re:E}\t{-im:E}\t1.0E+000\n" for f, re, im in POINTS)
    rows = "0.0000000E+000\t0.0000000E+000\t0.0000000E+000\t0.5E+000\n" + rows
    heads = "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\ttime/s\t\n"
    return f"EC-Lab ASCII FILE\nNb header lines : 4\n\n{heads}{rows.replace('.', ',') if comma else rows}"


def zplot() -> str:
    rows = "".join(f"{f:E}\t1E-02\t0\t1\t{re:E}\t{im:E}\t0\t0\t3\n" for f, re, im in POINTS)
    return (
        "ZPLOT2 ASCII\n  Measured Data, ZPlot:       3.2c\n  Data Points:                4\n"
        f"  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr\tRange\nEnd Comments\n{rows}\n"
    )


def autolab() -> str:
    rows = "".join(f"{f},0,0,0,{re},{im},0,0,0\n" for f, re, im in POINTS)
    head = "\"  Freq (Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err   Range\""
    return f'"Z60W Data File: Version 1.1"\n""\n0,2,0,1,0.1,10000\n4\n{head}\n{rows}'


def versastudio() -> str:
    rows = "".join(f"0,{n},0,0,1,0,5,53,0,{f},0,0,0,0,{re},{im},0\n" for n, (f, re, im) in enumerate(POINTS))
    return (
        "<Application>\nName=VersaStudio\n</Application>\nSegments=0\n<Action1>\nSegments=1\n</Action1>\n"
        f"<Segment1>\nType=2\nVersion=3\nDefinition=Segment #, Point #\n{rows}</Segment1>\n<Segment2>\n</Segment2>\n"
    )


def parstat() -> str:
    head = (
        "Potential (V)\tCurrent (A)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\t|Vac| (V)\t|Iac| (A)\t\n"
    )
    rows = "".join(f"3.4\t-0.1\t1\t{f}\t{re}\t{im}\t0\t0\t\n" for f, re, im in POINTS)
    return f"{head}3.4\t-0.1\t0\t0\t0\t0\t0\t0\t\n{rows}"


def powersuite() -> str:
    return "Frequency\t Zre\t Zimg\n" + "".join(f"{f}\t {re}\t {im}\n" for f, re, im in POINTS)


def chinstruments() -> str:
    rows = "".join(f"{f:e}, {re:e}, {im:e}, 1, -5\n" for f, re, im in POINTS)
    return (
        f"Feb. 20, 2020   15:55:08\nA.C. Impedance\nFile: c:\\a\n\nFreq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg\n\n{rows}"
    )


FILES = {
    "Gamry": (gamry, "run.DTA"), "BioLogic EC-Lab": (biologic, "run.mpt"), "ZPlot": (zplot, "run.z"),
    "Autolab": (autolab, "run.txt"), "VersaStudio": (versastudio, "run.par"), "Parstat": (parstat, "run.txt"),
    "PowerSuite": (powersuite, "run.txt"), "CH Instruments": (chinstruments, "run.txt"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_that_files_of_instruments_are_known_by_their_contents_and_read(kind: str, ends: str) -> None:
    make, name = FILES[kind]
    found = spectrum_files.loads(make().replace("\n", ends).encode("utf-8"), name)
    assert found.kind == kind
    assert is_sample(found)
    assert found.name == "run"
    assert not found.per_area
    assert f"{kind} file, read with impedance.py" in found.notes


def test_that_the_odd_ends_of_instrument_files_are_left_out() -> None:
    aborted = gamry("EXPERIMENTABORTED\tTOGGLE\tT\tExperiment Aborted\n")
    assert is_sample(spectrum_files.loads(aborted.encode("latin-1"), "a.DTA"))
    found = loads(biologic(comma=True), "a.mpt")
    assert is_sample(found)
    assert "1 rows without impedance left out" in found.notes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (gamry().replace("20.25", "words"), "'words' stands where a number should"),
        ("EXPLAIN\nZCURVE\tTABLE\n\tPt\n", "has 0 points"),
        (biologic().replace("-Im(Z)/Ohm", "Ewe/V"), "is missing"),
        (biologic().replace("Nb header lines : 4", "no number"), "cut short or of another version"),
        (versastudio().partition("</Segment1>")[0], "cut short or of another version"),
        (versastudio().replace(",12.5,", ",x,"), "'x' stands where a number should"),
        (chinstruments().replace("1.250000e+01", "--"), "'--' stands where a number should"),
    ],
)
def test_that_a_damaged_instrument_file_is_explained(text: str, words: str) -> None:
    said = problems(text, "run.txt")
    assert any(words in line for line in said)
    assert not any("Traceback" in line or "Error" in line for line in said)


def test_that_bad_values_of_an_instrument_file_name_the_point() -> None:
    said = problems(gamry().replace("20.25", "nan").replace("10.0\t", "-10\t"), "run.DTA")
    assert "data point 2: Z' is not a finite number" in said
    assert "data point 3: the frequency is -10 Hz; it has to be above zero" in said


def test_that_a_file_with_endless_segments_does_not_hold_the_program_up() -> None:
    text = versastudio().replace("Segments=1\n", "Segments=1\n" * 100_000)
    assert is_sample(loads(text, "run.par"))


def test_that_reading_files_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom cellbuilder.io import spectrum_files\nassert 'impedance' not in sys.modules\n"
        f"spectrum_files.loads({powersuite()!r}.encode(), 'a.txt')\n"
        "print([name for name in ('scipy', 'pandas', 'altair', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_unit_behind_an_underscore_is_read() -> None:
    found = loads(table("Frequency_kHz,Z_real_ohm,Z_imag_ohm"))
    assert np.allclose(found.frequency, np.array(HZ) * 1000.0)
    assert np.allclose(found.real, RE)
    assert not any("no unit" in note for note in found.notes)


@pytest.mark.parametrize("letter", ["A", "T"])
def test_that_what_the_command_line_writes_can_be_laid_over_another_design(letter: str) -> None:
    calculated = cellbuilder.impedance(cellbuilder.from_model(letter), np.geomspace(0.1, 1e6, 30))
    found = loads(csv_text(calculated))
    assert found.per_area
    assert np.allclose(found.real[::-1], calculated.shown(calculated.total.real), rtol=1e-12)
    assert np.allclose(found.imaginary[::-1], calculated.shown(calculated.total.imag), rtol=1e-12)


def read_or_refused(content: bytes) -> spectrum_files.MeasuredSpectrum | str:
    try:
        return spectrum_files.loads(content, "x.txt")
    except UnreadableError as error:
        return error.text()


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_that_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    makers = [make for make, _ in FILES.values()]
    makers.append(lambda: table("freq/Hz;Z' / Ohm;-Im(Z) / Ohm", ";", sign=-1, comma=True))
    content = bytearray(data.draw(st.sampled_from(makers))().encode())
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from([b"\n", b",", b"\t", b"-", b"e9", b"nan"])))
        content[place : place + data.draw(st.integers(0, 40))] = piece
    found = read_or_refused(bytes(content))
    if isinstance(found, str):
        assert found.startswith("x.txt cannot be used")
        return
    assert np.all(found.frequency > 0)
    assert np.all(np.diff(found.frequency) < 0)
    assert len(found.frequency) == len(found.real) == len(found.imaginary) >= 3
    for column in (found.frequency, found.real, found.imaginary):
        assert np.all(np.isfinite(column))


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_that_any_bytes_are_read_or_refused(content: bytes) -> None:
    found = read_or_refused(content)
    assert not isinstance(found, str) or found.startswith("x.txt cannot be used")
