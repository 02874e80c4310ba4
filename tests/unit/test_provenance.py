import cellbuilder
from cellbuilder.app.provenance import stack_inputs
from cellbuilder.domain.quantity import Quantity, SourceRef
from cellbuilder.domain.stack import CellFormat, Conditions, Interface, Layer, Stack

PAPER = SourceRef(ref="42")


def stack(thickness: Quantity) -> Stack:
    layers = (
        Layer(id="separator", role="electrolyte", material="li3incl6", thickness=thickness),
        Layer(id="anode", role="anode", material="li", thickness=Quantity(value=50, unit="um")),
    )
    return Stack(
        layers=layers,
        interfaces=(Interface(between=("separator", "anode"), area_resistance=Quantity(value=9, unit="Ohm cm2")),),
        conditions=Conditions(temperature=Quantity(value=25, unit="degC")),
        format=CellFormat(kind="pellet", area=Quantity(value=1, unit="cm2")),
    )


def test_that_every_quantity_of_a_stack_is_listed_once_with_its_place() -> None:
    inputs = stack_inputs(stack(Quantity(value=30, unit="um")))
    assert [(item.place, item.quantity.value) for item in inputs] == [
        ("separator > thickness", 30),
        ("anode > thickness", 50),
        ("separator | anode > area resistance", 9),
        ("conditions > temperature", 25),
        ("format > area", 1),
    ]


def test_that_a_component_is_listed_under_its_layer_and_material() -> None:
    places = [item.place for item in stack_inputs(cellbuilder.from_model("T").stack)]
    assert places[1:5] == [
        "cathode > lco > mass fraction",
        "cathode > li3incl6 > mass fraction",
        "cathode > loading",
        "cathode > porosity",
    ]
    assert len(places) == len(set(places))


def test_that_only_a_value_with_a_source_that_is_no_guess_is_the_papers() -> None:
    def is_the_papers(**fields: object) -> bool:
        quantity = Quantity.model_validate({"value": 30, "unit": "um", **fields})
        return stack_inputs(stack(quantity))[0].from_source

    assert is_the_papers(source=PAPER, kind="measured")
    assert is_the_papers(source=PAPER)
    assert not is_the_papers(source=PAPER, kind="estimate")
    assert not is_the_papers(source=PAPER, kind="assumption")
    assert not is_the_papers(kind="measured")
    assert not is_the_papers()
