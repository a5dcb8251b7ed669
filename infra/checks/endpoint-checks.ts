import { defineCheck } from "./define-check";
import { repeatedItemFaults } from "./repeated-items";

/**
 * A VPC has one interface endpoint of a service with private DNS. EC2 refuses the second: "private-dns-enabled cannot be set
 * because there is already a conflicting DNS domain".
 * https://github.com/hashicorp/terraform-provider-aws/issues/17535
 */
export const interfaceEndpointsAreNamedOnce = defineCheck(["network"], ({ network }) =>
  repeatedItemFaults(["network", "interfaceEndpoints"], "endpoint", network.interfaceEndpoints),
);
