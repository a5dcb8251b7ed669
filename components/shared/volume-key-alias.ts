/**
 * Alias of a stack's own key for volumes, as EC2 and an EC2NodeClass take it: plain, so that a policy sees at
 * the first preview which key a node class names. The EBS API takes key id, key ARN, alias and alias ARN alike.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateEbsBlockDeviceRequest.html
 */
export function volumeKeyAlias(clusterName: string): string {
  return `alias/${clusterName}-volumes`;
}
