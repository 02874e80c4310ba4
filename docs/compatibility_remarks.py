"""What the review says of the published cells, cell by cell, as ``make_compatibility.py`` compares it with findings.

Written by hand from the review's text around each reference; sections are those of the review.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Cycling = Literal["cycles well", "fades", "undecided"]


@dataclass(frozen=True)
class Remark:
    """What is known of one cell beside its row of the table.

    ``trouble`` is what the review names at a contact of this very cell, in ``section``; ``finding`` is the id of the
    finding that has to say so. ``still_ran`` says why a cell with a finding cycled well all the same, ``missed`` why
    nothing is flagged although there is trouble. ``cycling`` overrides what the printed retention says, ``because`` of
    something.
    """

    trouble: str = ""
    section: str = ""
    finding: str = ""
    still_ran: str = ""
    missed: str = ""
    cycling: Cycling | None = None
    because: str = ""


COATED_LCO: Final = (
    "LiNbO3 keeps the grains off the sulfide, and what is oxidised all the same leaves products that keep more of it "
    "from being oxidised (section 3.2.2, of sulfides in general)."
)
BARE_LCO: Final = (
    "The reaction of oxide and sulfide leaves products that keep more of the sulfide from reacting (section 3.2.2), so "
    "it may slow down."
)
SODIUM_ON_NZSP: Final = (
    "Wetting and dendrites depend on how the sodium is joined and on the current. How it was joined is not printed; "
)
TIN: Final = (
    "The interphase of Na2S and Na3P limits itself, as the statement behind the notice says of a cell with 1000 cycles."
)
INDIUM_SULFIDE: Final = (
    "The two react, but a resistance that grows was measured where a cathode with Li3InCl6 and carbon touches the "
    "sulfide. Here they meet as separators, away from carbon and from the potential of the cathode; "
)
ARGYRODITE: Final = "The symmetric lithium cell of the same work {told} (section 2.2.3). "

REMARKS: Final[dict[str, Remark]] = {
    "t7-02": Remark(still_ran=SODIUM_ON_NZSP + "about 2 mg/cm2 of active material ask for a small current."),
    "t7-03": Remark(still_ran=SODIUM_ON_NZSP + "both statements were made of relatives, and the borate leaves a dense "
                    "disc with little grain-boundary resistance (section 2.1.2)."),
    "t7-04": Remark(trouble="Moist air leaves by-products on NZSP that molten sodium does not wet: 13 725 Ω cm² as "
                    "prepared, 680 after a heat treatment.", section="3.2.1", finding="wetting:na|nzsp"),
    "t7-05": Remark(trouble="The resistance of Na | Na3SbS4 | Na rises for 50 hours and its overpotential for 160 "
                    "cycles.", section="3.2.1", finding="contact:na|na3sbs4"),
    "t7-06": Remark(still_ran="The limit is a calculated one, taken over from Na3PS4: an interphase of Na2S and Na3P "
                    "forms (section 3.2.1), and 100 cycles at 0.06C do not tell whether it stops."),
    "t7-09": Remark(cycling="cycles well", because="150 of 171.4 mAh/g, both at 0.1C"),
    "t7-14": Remark(still_ran=TIN),
    "t7-15": Remark(still_ran=TIN),
    "t8-02": Remark(trouble="The flash lamp cracks the surface of LiCoO2, and cobalt moves 120 µm deep into the "
                    "garnet; the cell gives 60 mAh/g.", section="3.2.2", finding="contact:lco|ta-al-llzo"),
    "t8-03": Remark(still_ran="The graphite is the remedy itself: without it 17.6 % are left after 100 cycles (section "
                    "3.2.3.6). What is reduced at graphite is calculated, by analogy with LAGP."),
    "t8-04": Remark(still_ran="LiNbO3 covers the oxide, and the electrolyte with GeO2 is called stable to 5 V (section "
                    "2.2.1); the calculated limit is that of its parent."),
    "t8-05": Remark(trouble="Li7P3S11 shows anodic currents between 3 and 5 V; its cell keeps 61.57 % where that with "
                    "GeO2 keeps 89 %.", section="2.2.1", finding="oxidation:li7p3s11"),
    "t8-06": Remark(trouble="LiCoO2 alone falls to 81.9 mAh/g after 100 cycles at 0.5C, with NiS-CNT@Li7P3S11 only to "
                    "99.6.", section="3.2.2", finding="contact:lco|lgps"),
    "t8-11": Remark(still_ran="The statement is of undoped LGPS, and what SbCl3 changes at lithium the review does not "
                    "say; 8 % are lost in 50 cycles, which a growing interphase would explain too."),
    "t8-12": Remark(still_ran="The products that are calculated (phosphorus, Li2S, Li3P, LiI) conduct electrons "
                    "poorly, as the notice says: such an interphase limits itself."),
    "t8-13": Remark(),
    "t8-14": Remark(missed="Of its two contacts only statements about classes are on record, without trouble, and no "
                    "window of the electrolyte is. The review blames no contact either."),
    "t8-15": Remark(still_ran="The notices are about grains of LiCoO2 in LGPS and on LLZCO; how much bare oxide is "
                    "left beside the LLZCO, the review does not say. " + BARE_LCO),
    "t8-16": Remark(trouble="NCM622 and Li10SnP2S12 match poorly, and the discharge capacity is limited.",
                    section="2.2.2", finding="contact:li10snp2s12|ncm622"),
    "t8-18": Remark(still_ran="Lithium is covered with Li3N-LiF, without which the sister cell keeps 11.5 % after 20 "
                    "cycles. At the cathode: " + BARE_LCO[0].lower() + BARE_LCO[1:]),
    "t8-19": Remark(trouble="After 20 cycles bare lithium has holes, and side reactions have damaged the contact.",
                    section="3.2.3.5", finding="contact:lgps|li"),
    "t8-20": Remark(still_ran=COATED_LCO),
    "t8-21": Remark(still_ran=COATED_LCO),
    "t8-22": Remark(still_ran=COATED_LCO + " ZnO and LiF cover the lithium."),
    "t8-25": Remark(still_ran=ARGYRODITE.format(told="is stable for 300 cycles") + "LiFePO4 works at 3.4 V only and "
                    "touches the electrolyte at one face: there is no catholyte.",
                    cycling="cycles well", because="more than 105 of 122 mAh/g"),
    "t8-26": Remark(still_ran=ARGYRODITE.format(told="polarises steadily for 1100 h") + "Dendrites and pressure "
                    "are matters of current and of making, which were said of Li6PS5Cl."),
    "t8-28": Remark(still_ran="TiO2 on NCM811 and dimers of the anion steady the contact (section 2.3), and 3.9 V is "
                    "where oxidation begins to be seen, not where the cell stops.",
                    cycling="cycles well", because="98 % after 100 cycles at room temperature (section 2.3)"),
    "t8-29": Remark(still_ran="TiO2 on NCM811 and dimers of the anion steady the contact (section 2.3); a quarter is "
                    "lost in 350 cycles all the same.",
                    cycling="cycles well", because="97 % after 100 cycles (abstract of ref. 59)"),
    "t8-30": Remark(cycling="cycles well", because="no loss in 60 cycles"),
    "t8-33": Remark(),
    "t8-34": Remark(missed="None of the three contacts has published evidence, and no voltage window is printed: it is "
                    "reported as not known."),
    "t8-35": Remark(still_ran=INDIUM_SULFIDE + "the first discharge drew 0.02C only, and 14 % are lost in 200 cycles. "
                    "On lithium Li6PS5Cl forms an interphase that limits the reaction (section 3.2.3.4)."),
    "t8-36": Remark(cycling="undecided", because="209 mAh/g are of a charge, and the rate of the 125.5 mAh/g is not "
                    "printed"),
    "t8-37": Remark(still_ran=INDIUM_SULFIDE + "a tenth is lost in 150 cycles, which a slowly growing resistance would "
                    "explain too."),
    "t8-46": Remark(missed="The same electrolyte keeps 82.7 % for 1000 cycles with NCM811 (row 45), which speaks for "
                    "the contact; NCM90 itself fades faster, which is not judged here."),
    "t8-47": Remark(cycling="undecided", because="the 76.3 mAh/g may be of a higher rate than the 129.9"),
    "t8-49": Remark(cycling="cycles well", because="114 mAh/g at 0.5C of 137 at an unnamed rate"),
    "t8-50": Remark(cycling="cycles well", because="149 mAh/g at 1C of 181 at an unnamed rate"),
}  # fmt: skip


@dataclass(frozen=True)
class Seven:
    """One of the seven cells to read: its file, what a teacher expects, and the contacts that decide."""

    file: str
    expected: str
    decides: tuple[str, ...]


SEVEN: Final = (
    Seven("seven-bad-li-on-bare-lgps", "Lithium reduces LGPS; germanium alloys conduct electrons, so the interphase "
          "never stops growing. A layer such as Li3N-LiF has to stand between.", ("contact:lgps|li",)),
    Seven("seven-bad-ncm811-bare-4.5-v", "Without a coating Li6PS5Cl is oxidised at NCM811, the more the higher the "
          "charge goes, and the resistance keeps rising. Li-In is not to blame.", ("contact:li6ps5cl|ncm811",)),
    Seven("seven-bad-na3ps4-on-li-in", "Li-In belongs into a lithium cell. Nothing about interphases matters before "
          "that is put right.", ("ion-mismatch",)),
    Seven("seven-window-na-against-li-in", "The cell is sound in its ion, but its limits are quoted against an "
          "electrode of another. They must be entered anew, not converted.", ("reference-ion",)),
    Seven("seven-good-coated-lco-lgps", "A common press cell. Nothing to warn of; that LGPS can be oxidised is to be "
          "known.", ("layer:lco|lgps|linbo3", "contact:lgps|li-in")),
    Seven("seven-good-hydroborate-nvpof", "Sodium and the cathode both rest on one hydroborate, and 4.15 V is where "
          "the paper stops.", ("contact:na4cb11-b12|nvpof", "contact:na|na4cb11-b12")),
    Seven("seven-good-halide-li3po4", "Halide to the cathode, sulfide to Li-In, and a thin phosphate where the two "
          "would react.",
          ("contact:lco|li3incl6", "layer:li3incl6|li6ps5cl|li3po4", "contact:li-in|li6ps5cl")),
)  # fmt: skip
