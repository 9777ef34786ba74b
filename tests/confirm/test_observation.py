"""What one process writes of a run, another reads."""

import io

from auglint.confirm.observation import Draw, Instrument, Observation, Pass, Pipeline, Spot, Writer, read


def test_what_is_written_is_read() -> None:
    pipeline = Pipeline(1, "loader", (Spot("a.py", 3, 5, 2),), role="train", took=True)
    draws = (Draw("a", "b", "c", 1), Draw("d"))
    drawn = Pass(1, 0, 4, Instrument.PROBE, draws, True, ("first", "second"), (0, 1))
    stream = io.StringIO()
    writer = Writer(stream)
    for event in (pipeline, drawn):
        writer.write(event)
    writer.line("end")
    assert read(stream.getvalue().splitlines()) == Observation((pipeline,), (drawn,))
