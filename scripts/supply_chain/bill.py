"""The bill of materials: CycloneDX 1.6 in JSON, of packages and models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from sangdam.model_files.catalogue import Model
from scripts.supply_chain.installed import OURS, Package
from scripts.supply_chain.licences import Licences


def bill(packages: Iterable[Package], models: Iterable[Model], licences: Licences) -> str:
    """The text of the file."""
    ours = Component(
        name=OURS,
        version=version(OURS),
        type=ComponentType.APPLICATION,
        licenses=[_of("Apache-2.0")],
    )
    parts = [*_libraries(packages, licences), *map(_model, models)]
    made = Bom(components=parts)
    made.metadata.component = ours
    made.register_dependency(ours, parts)
    return JsonV1Dot6(made).output_as_string(indent=1)


def _libraries(packages: Iterable[Package], licences: Licences) -> Iterator[Component]:
    for package in packages:
        purl = PackageURL("pypi", name=package.name, version=package.version.split("+")[0])
        expression = licences.expression(package.name, package.said)
        yield Component(
            name=package.name,
            version=package.version,
            bom_ref=str(purl),
            purl=purl,
            licenses=[_of(expression)] if expression else [],
            scope=ComponentScope.REQUIRED if package.needed else ComponentScope.EXCLUDED,
            properties=[Property(name="sangdam:record-sha256", value=package.record)]
            if package.record
            else [],
        )


def _model(model: Model) -> Component:
    first = model.files[0].parts[0].wheel
    return Component(
        name=model.name,
        version=first.version,
        bom_ref=f"model:{model.name}",
        type=ComponentType.MACHINE_LEARNING_MODEL,
        description=model.origin,
        licenses=[_of(model.licence)],
        copyright=model.copyright,
        components=[
            Component(
                name=file.name,
                type=ComponentType.FILE,
                bom_ref=f"model:{model.name}/{file.name}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=file.sha256)],
            )
            for file in model.files
        ],
    )


def _of(expression: str) -> License:
    return LicenseFactory().make_from_string(expression)
