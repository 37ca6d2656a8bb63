package org.neuralstyle;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The design's rules for packages; each is also tried on classes that break it. */
class ArchitectureTest {

  private static final String ROOT = "org.neuralstyle";
  private static final String BAD_EXAMPLE = "org.neuralstyle.badexample";

  /** Data flows from left to right; imports go to the left. */
  private static final List<String> PACKAGES =
      List.of(
          "storage",
          "image",
          "tensor",
          "optimizer",
          "weights",
          "vgg",
          "settings",
          "option",
          "loss",
          "objective",
          "synthesis",
          "stack",
          "study",
          "benchmark",
          "picture",
          "report",
          "install",
          "imagej",
          "cli");

  /** What others see of the network; blocks, bands and algorithms of convolution are its own. */
  private static final List<String> NETWORK =
      List.of(
          "Bfloat16",
          "FeatureArray",
          "FeatureRows",
          "FeatureVisitor",
          "GradientVisitor",
          "Interpolation",
          "Layer",
          "LayerSet",
          "Pass",
          "PassMemory",
          "Pooling",
          "Positions",
          "Span",
          "Precision",
          "ReceptiveField",
          "Vgg19",
          "WeightedLayer",
          "Window");

  private record Rule(String name, ArchRule rule) {}

  private static List<Rule> rules(String root) {
    List<Rule> rules = new ArrayList<>();
    rules.add(
        new Rule(
            "every class lies in a package of the design",
            classes().should().resideInAnyPackage(packages(root, PACKAGES))));
    rules.add(
        new Rule(
            "packages import only to their left",
            classes().should(dependOnlyToTheLeft(root)).allowEmptyShould(true)));
    rules.add(
        new Rule(
            "front ends do not import each other",
            noClasses()
                .that()
                .resideInAPackage(root + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".imagej..")));
    rules.add(
        new Rule(
            "ij only in pictures, reports and front ends",
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    packages(root, List.of("picture", "report", "imagej", "cli")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ij..")));
    rules.add(
        new Rule(
            "pictures and reports open no windows",
            noClasses()
                .that()
                .resideInAnyPackage(packages(root, List.of("picture", "report")))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("ij\\.(WindowManager|gui\\..*(Window|Dialog|Canvas))")
                .orShould()
                .callMethodWhere(
                    target(name("show")).and(target(owner(resideInAPackage("ij..")))))));
    rules.add(
        new Rule(
            "org.scijava only in imagej",
            noClasses()
                .that()
                .resideOutsideOfPackages(packages(root, List.of("imagej")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.scijava..")));
    rules.add(
        new Rule(
            "image and weights know no DJL",
            noClasses()
                .that()
                .resideInAnyPackage(packages(root, List.of("image", "weights")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")));
    rules.add(
        new Rule(
            "no tensors in signatures of synthesis and what comes after it",
            classes()
                .that()
                .resideInAnyPackage(packages(root, from("synthesis")))
                .and()
                // The benchmark times objectives and convolutions themselves.
                .resideOutsideOfPackages(packages(root, List.of("benchmark")))
                .should(haveNoTensorsInSignatures())));
    rules.add(
        new Rule(
            "no two classes have the same name",
            classes().that().areTopLevelClasses().should(haveNamesOfTheirOwn())));
    rules.add(
        new Rule(
            "internals of the network are invisible",
            classes()
                .that()
                .resideInAnyPackage(packages(root, List.of("vgg")))
                .and()
                .areTopLevelClasses()
                .and(
                    DescribedPredicate.describe(
                        "are no part of its interface",
                        type -> !NETWORK.contains(type.getSimpleName())))
                .should()
                .notBePublic()));
    rules.add(
        new Rule(
            "the optimizer knows neither network nor losses",
            noClasses()
                .that()
                .resideInAnyPackage(packages(root, List.of("optimizer")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    packages(root, List.of("weights", "vgg", "loss", "objective")))));
    rules.add(
        new Rule(
            "no static state",
            fields().that().areStatic().should().beFinal().allowEmptyShould(true)));
    return rules;
  }

  @TestFactory
  Stream<DynamicTest> theProjectKeepsTheRules() {
    JavaClasses project =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    return rules(ROOT).stream()
        .map(rule -> DynamicTest.dynamicTest(rule.name, () -> rule.rule.check(project)));
  }

  @TestFactory
  Stream<DynamicTest> theBadExampleBreaksThem() {
    JavaClasses bad = new ClassFileImporter().importPackages(BAD_EXAMPLE);
    return rules(BAD_EXAMPLE).stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.name, () -> assertTrue(rule.rule.evaluate(bad).hasViolation())));
  }

  private static String[] packages(String root, Collection<String> names) {
    return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  private static List<String> from(String name) {
    return PACKAGES.subList(PACKAGES.indexOf(name), PACKAGES.size());
  }

  /** The place of a class in {@link #PACKAGES}, -1 for classes of others. */
  private static int place(String root, JavaClass type) {
    String name = type.getPackageName();
    for (int i = 0; i < PACKAGES.size(); i++) {
      String candidate = root + "." + PACKAGES.get(i);
      if (name.equals(candidate) || name.startsWith(candidate + ".")) {
        return i;
      }
    }
    return -1;
  }

  private static ArchCondition<JavaClass> dependOnlyToTheLeft(String root) {
    return new ArchCondition<>("depend only on packages to the left") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> place(root, dependency.getTargetClass()) > place(root, type))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> haveNamesOfTheirOwn() {
    return new ArchCondition<>("have names of their own") {
      private final Map<String, JavaClass> seen = new HashMap<>();

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        JavaClass other = seen.putIfAbsent(type.getSimpleName(), type);
        if (other != null) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " and " + other.getName()));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> haveNoTensorsInSignatures() {
    return new ArchCondition<>("have no tensors in signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.getModifiers().contains(JavaModifier.PRIVATE)) {
          return;
        }
        Stream.concat(type.getCodeUnits().stream(), type.getFields().stream())
            .filter(member -> !member.getModifiers().contains(JavaModifier.PRIVATE))
            .filter(member -> types(member).anyMatch(ArchitectureTest::isTensor))
            .forEach(
                member ->
                    events.add(SimpleConditionEvent.violated(member, member.getDescription())));
      }
    };
  }

  private static Stream<JavaClass> types(JavaMember member) {
    if (member instanceof JavaField field) {
      return field.getType().getAllInvolvedRawTypes().stream();
    }
    JavaCodeUnit codeUnit = (JavaCodeUnit) member;
    return Stream.concat(Stream.of(codeUnit.getReturnType()), codeUnit.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }

  private static boolean isTensor(JavaClass type) {
    return type.getPackageName().startsWith("ai.djl.ndarray");
  }
}
