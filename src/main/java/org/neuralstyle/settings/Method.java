package org.neuralstyle.settings;

/** The optimisers to choose from. */
public enum Method {
  /** L-BFGS from an estimate that suits the losses. */
  LBFGS,
  /** L-BFGS from the classic estimate, a multiple of the identity. */
  CLASSIC,
  /** Adam (Kingma and Ba, 2015). */
  ADAM
}
